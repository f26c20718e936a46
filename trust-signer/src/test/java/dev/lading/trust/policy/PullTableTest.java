package dev.lading.trust.policy;

import static dev.lading.trust.policy.Pulls.COSIGN;
import static dev.lading.trust.policy.Pulls.EMPTY_CONFIG;
import static dev.lading.trust.policy.Pulls.IMAGE_CONFIG;
import static dev.lading.trust.policy.Pulls.IMAGE_LAYER;
import static dev.lading.trust.policy.Pulls.NOTATION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.content.Digest;
import dev.lading.content.RepositoryName;
import dev.lading.content.Tag;
import dev.lading.trust.policy.Pulls.Contents;
import dev.lading.trust.policy.TrustRule.Mode;
import dev.lading.trust.policy.Verdict.Allowed;
import dev.lading.trust.policy.Verdict.BlobUnsigned;
import dev.lading.trust.policy.Verdict.DigestDiffers;
import dev.lading.trust.policy.Verdict.RoleNotAllowed;
import dev.lading.trust.policy.Verdict.SignersMissing;
import dev.lading.trust.policy.Verdict.Unsigned;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is served of a repository that has everything in it, one row for each kind of pull. */
class PullTableTest {
  private static final String APP = "prod/app";
  private static final String COSIGNED = "{\"critical\":{},\"optional\":null}";
  private static final Contents COSIGNATURE =
      new Contents(IMAGE_CONFIG, text("config of a signature"), COSIGN, COSIGNED);
  private static final String SIGN1 = "\u00d2\u0084";
  private static final String ELF = "\u007fELF\2\1\1\0 a program";
  private static final String HELM = "application/vnd.cncf.helm.config.v1+json";
  private static final String ATTACHED = "sha256-" + "a".repeat(64);
  private static final String OTHER_ATTACHED = "sha256-" + "b".repeat(64);
  private static final String SIGNED_NAME = "sha256-" + "c".repeat(64) + ".sig";
  private static final String BY_ALICE = "sha256-" + "d".repeat(64) + ".sig";
  private static final int ATTACKS = 21;

  private final Pulls pulls =
      new Pulls(
          Rules.enforce("prod/*"),
          Rules.signedBy("strict/*", Signers.ALICE),
          Rules.of("audit/*", Mode.AUDIT),
          Rules.of("off/*", Mode.OFF));

  private final Digest signed = pulls.image(APP, "signed", "signed");
  private final Digest unsigned = pulls.image(APP, "unsigned", "unsigned");
  private final Digest before = pulls.image(APP, "moved", "before");
  private final Digest after = pulls.image(APP, "moved", "after");
  private final Digest revoked = pulls.image(APP, "revoked", "revoked");
  private final Digest elsewhere = pulls.image("prod/other", "v1", "elsewhere");
  private final Digest amd64 = pulls.image(APP, "amd64", "amd64");
  private final Digest arm64 = pulls.image(APP, "arm64", "arm64");
  private final Digest platforms = pulls.index(APP, "platforms", amd64);
  private final Digest all = pulls.index(APP, "all", platforms, arm64);
  private final Digest released = pulls.image(APP, "released", "released");
  private final Digest byAlice = pulls.image(APP, "alice", "alice");
  private final Digest cosign = artifact(ATTACHED + ".sig", COSIGNATURE);
  private final Digest attestation =
      artifact(ATTACHED + ".att", json(IMAGE_CONFIG, "application/vnd.dsse.envelope.v1+json", "a"));
  private final Digest jws =
      artifact("jws", new Contents(NOTATION, "{}", "application/jose+json", text("jws")));
  private final Digest cose =
      artifact("cose", new Contents(NOTATION, "{}", "application/cose", SIGN1 + "\0\0"));
  private final Digest sbom =
      artifact("sbom", new Contents(EMPTY_CONFIG, "{}", "application/spdx+json", text("sbom")));
  private final Digest bundle =
      artifact("bundle", json(IMAGE_CONFIG, "application/vnd.dev.sigstore.bundle.v0.3+json", "b"));
  private final Digest list = pulls.index(APP, ATTACHED, cosign, unsigned);

  PullTableTest() {
    attacks();
    pulls.move(APP, SIGNED_NAME, cosign);
    pulls.move(APP, BY_ALICE, cosign);
    pulls.move(APP, "v1.sig", cosign);
    pulls.move(APP, ATTACHED + ".sbom", sbom);
    pulls.move(APP, ATTACHED + ".txt", sbom);
    pulls.index(APP, ATTACHED + ".list", cosign);
    pulls.move(APP, OTHER_ATTACHED + ".sig", list);
    pulls.image(APP, "copied", "elsewhere");
    pulls.image("dev/app", "v1", "dev");
    pulls.image("audit/app", "v1", "audited");
    pulls.image("off/app", "v1", "off");
    pulls.image("prod/unknown", "v1", "unknown");
    pulls.artifact("prod/unknown", ATTACHED + ".sig", COSIGNATURE, Optional.empty());
    Digest one = pulls.image("strict/app", "both", "both");
    Digest two = pulls.image("strict/app", "one", "one");
    Digest other = pulls.image("strict/app", "two", "two");
    pulls.publish(
        pulls
            .signers("strict/app")
            .delegateTo(Signers.ALICE)
            .sign("both", one)
            .sign(Signers.ALICE, "both", one)
            .sign("one", two)
            .sign("two", other)
            .sign(Signers.ALICE, "two", one));
    pulls.publish(pulls.signers("prod/other").sign("v1", elsewhere));
    Signers signers =
        pulls
            .signers(APP)
            .delegateTo(Signers.RELEASES)
            .delegateTo(Signers.ALICE)
            .sign("signed", signed)
            .sign("moved", before)
            .sign("revoked", revoked)
            .sign(SIGNED_NAME, before)
            .sign("all", all)
            .sign("released", unsigned)
            .sign(Signers.RELEASES, "released", released)
            .sign(Signers.ALICE, "alice", byAlice)
            .sign(Signers.ALICE, BY_ALICE, byAlice)
            .sign("dangling", Pulls.digest("nothing here"));
    pulls.publish(signers);
    pulls.publish(signers.revoke("revoked"));
  }

  /** Each under a name under which an attachment would be served. */
  private void attacks() {
    pulls.image(APP, attack(0), "disguised");
    attack(1, new Contents(IMAGE_CONFIG, "{}", COSIGN, COSIGNED + " and a program"));
    attack(2, new Contents("application/octet-stream", "{}", "application/vnd.docker.foo", ELF));
    attack(3, new Contents("application/octet-stream", "{}", COSIGN, COSIGNED));
    attack(4, new Contents(IMAGE_CONFIG, "{}", IMAGE_LAYER.toUpperCase(Locale.ROOT), ELF));
    attack(5, new Contents(HELM, "{}", "application/cose", ELF));
    attack(6, new Contents(NOTATION, "{}", "application/cose", ELF));
    attack(7, new Contents(IMAGE_CONFIG, "{}", "application/cose", SIGN1));
    attack(8, new Contents(NOTATION, "{}", "application/cose", SIGN1 + "x".repeat(64 << 10)));
    attack(9, new Contents(NOTATION, "{\"os\":\"linux\"}", "application/jose+json", COSIGNED));
    attack(10, new Contents(IMAGE_CONFIG, ELF, COSIGN, COSIGNED));
    attack(11, json(IMAGE_CONFIG, "application/vnd.dev.sigstore.bundle.v9+json", "no"));
    attack(12, new Contents(IMAGE_CONFIG, "{}", COSIGN, text("x".repeat(5 << 20))));
    attack(13, new Contents(IMAGE_CONFIG, "{}", COSIGN, List.of()));
    attack(14, new Contents(IMAGE_CONFIG, "{}", COSIGN, Collections.nCopies(17, COSIGNED)));
    attack(15, new Contents(IMAGE_CONFIG, "{}", COSIGN, List.of(COSIGNED, ELF)));
    attack(16, new Contents(IMAGE_CONFIG, "{}", COSIGN, tar("{\"a\":\"/../bin/sh", "\"}")));
    attack(17, new Contents(NOTATION, "{}", "application/cose", tar(SIGN1 + "/../bin/sh", ELF)));
    attack(18, new Contents(EMPTY_CONFIG, "{}", HELM, text("chart")));
    RepositoryName name = RepositoryName.parse(APP);
    pulls.manifest(
        name,
        attack(19),
        pulls.json(name, Pulls.DOCKER_MANIFEST, COSIGNATURE, Optional.of(signed)));
    pulls.manifest(
        name,
        attack(20),
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[],\"x\":{\"Data\":\"e30=\"}}"
            .formatted(Pulls.INDEX));
  }

  private void attack(int number, Contents contents) {
    pulls.artifact(APP, attack(number), contents, Optional.of(signed));
  }

  private static String attack(int number) {
    return "sha256-%064d".formatted(number);
  }

  private Digest artifact(String tag, Contents contents) {
    return pulls.artifact(APP, tag, contents, Optional.of(unsigned));
  }

  private static Contents json(String config, String layer, String text) {
    return new Contents(config, text("config of " + text), layer, text(text));
  }

  private static String text(String text) {
    return "{\"text\":\"" + text + "\"}";
  }

  /** The oldest kind of an archive of one file, whose header needs no NUL. */
  private static String tar(String name, String content) {
    String header =
        "%-100s%-8s%-8s%-8s%-12s%-12s        0%-355s"
            .formatted(name, "755", "0", "0", Integer.toOctalString(content.length()), "0", "");
    String sum = "%-8s".formatted(Integer.toOctalString(header.chars().sum()));
    return header.substring(0, 148) + sum + header.substring(156) + content;
  }

  record Row(String pull, Function<PullTableTest, Verdict> ask, Class<? extends Verdict> verdict) {
    @Override
    public String toString() {
      return pull + ": " + verdict.getSimpleName();
    }
  }

  private static Row tag(String what, String tag, Class<? extends Verdict> verdict) {
    return new Row("tag, " + what, t -> t.pulls.pull(APP, tag), verdict);
  }

  private static Row in(String repository, String tag, Class<? extends Verdict> verdict) {
    return new Row(repository + ":" + tag, t -> t.pulls.pull(repository, tag), verdict);
  }

  private static Row digest(
      String what, Function<PullTableTest, Digest> digest, Class<? extends Verdict> verdict) {
    return new Row("digest, " + what, t -> t.pulls.pull(APP, digest.apply(t)), verdict);
  }

  private static Row blob(String what, String layer, Class<? extends Verdict> verdict) {
    return new Row("blob, " + what, t -> t.pulls.blob(APP, layer), verdict);
  }

  static List<Row> rows() {
    return List.of(
        tag("signed", "signed", Allowed.class),
        tag("not signed", "unsigned", Unsigned.class),
        tag("moved after it was signed", "moved", DigestDiffers.class),
        tag("revoked", "revoked", Unsigned.class),
        tag("of a signed index", "all", Allowed.class),
        tag("of a child only", "amd64", Unsigned.class),
        tag("signed by releases and otherwise by targets", "released", Allowed.class),
        tag("signed by a role that does not count", "alice", RoleNotAllowed.class),
        tag("of what is signed in another repository", "copied", Unsigned.class),
        digest("signed", t -> t.signed, Allowed.class),
        digest("not signed", t -> t.unsigned, Unsigned.class),
        digest("signed, whose tag has moved", t -> t.before, Allowed.class),
        digest("not signed, to which a tag has moved", t -> t.after, Unsigned.class),
        digest("revoked", t -> t.revoked, Unsigned.class),
        digest("child of a signed index", t -> t.arm64, Allowed.class),
        digest("index in a signed index", t -> t.platforms, Allowed.class),
        digest("child of that", t -> t.amd64, Allowed.class),
        digest("signed by a role that does not count", t -> t.byAlice, Unsigned.class),
        digest("signed in another repository", t -> t.elsewhere, Unsigned.class),
        tag("of a cosign signature", ATTACHED + ".sig", Allowed.class),
        tag("of a cosign attestation", ATTACHED + ".att", Allowed.class),
        tag("of an SBOM", ATTACHED + ".sbom", Allowed.class),
        tag("of an SBOM, that no tool makes", ATTACHED + ".txt", Unsigned.class),
        tag("of a signature, that no tool makes", "v1.sig", Unsigned.class),
        tag("of a signature, signed for an image", SIGNED_NAME, DigestDiffers.class),
        tag("of a signature, signed by a role that does not count", BY_ALICE, RoleNotAllowed.class),
        tag("of a list of attachments", ATTACHED, Allowed.class),
        tag("of a list, by a name for signatures", OTHER_ATTACHED + ".sig", Unsigned.class),
        tag("of a list, that no tool makes", ATTACHED + ".list", Unsigned.class),
        digest("list of attachments", t -> t.list, Unsigned.class),
        digest("cosign signature", t -> t.cosign, Allowed.class),
        digest("cosign attestation", t -> t.attestation, Allowed.class),
        digest("Notation JWS on what is not signed", t -> t.jws, Allowed.class),
        digest("Notation COSE", t -> t.cose, Allowed.class),
        digest("SBOM", t -> t.sbom, Allowed.class),
        digest("sigstore bundle", t -> t.bundle, Allowed.class),
        blob("of a JWS", text("jws"), Allowed.class),
        blob("of a COSE signature", SIGN1 + "\0\0", Allowed.class),
        blob("of an SBOM", text("sbom"), Allowed.class),
        blob("of an attack", ELF, BlobUnsigned.class),
        blob("of a signed image", "signed", Allowed.class),
        blob("config of one", "config of signed", Allowed.class),
        blob("of a grandchild of a signed index", "amd64", Allowed.class),
        blob("of an image that is not signed", "unsigned", BlobUnsigned.class),
        blob("of a revoked image", "revoked", BlobUnsigned.class),
        blob("of an image signed in another repository", "elsewhere", BlobUnsigned.class),
        blob("of a signature", COSIGNED, Allowed.class),
        blob("of an image in disguise", "disguised", BlobUnsigned.class),
        in("strict/app", "both", Allowed.class),
        in("strict/app", "one", SignersMissing.class),
        in("strict/app", "two", SignersMissing.class),
        in("prod/unknown", "v1", Unsigned.class),
        in("prod/unknown", ATTACHED + ".sig", Allowed.class),
        in("audit/app", "v1", Allowed.class),
        in("off/app", "v1", Allowed.class),
        in("dev/app", "v1", Allowed.class));
  }

  /**
   * Neither under a name that tools make for attachments, nor under a signed one, nor by digest.
   */
  @Test
  void attack_isRefusedByEachReference() {
    RepositoryName name = RepositoryName.parse(APP);
    for (int i = 0; i < ATTACKS; i++) {
      Digest digest = pulls.content.tags().resolve(name, Tag.parse(attack(i))).orElseThrow();
      assertThat(pulls.pull(APP, attack(i))).as("attack %d", i).isInstanceOf(Unsigned.class);
      assertThat(pulls.pull(APP, digest)).as("attack %d", i).isInstanceOf(Unsigned.class);
      pulls.move(APP, "moved", digest);
      assertThat(pulls.pull(APP, "moved")).as("attack %d", i).isInstanceOf(DigestDiffers.class);
    }
  }

  /** What one pull learns must not change the next one: once each on its own, and all in turn. */
  @ParameterizedTest
  @MethodSource("rows")
  void pull_isServedOrRefused(Row row) {
    assertThat(row.ask().apply(this)).isInstanceOf(row.verdict());
    rows().forEach(other -> assertThat(other.ask().apply(this)).isInstanceOf(other.verdict()));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void refusal_saysWhichRuleAndWhatWasServed(Row row) {
    if (row.ask().apply(this) instanceof Verdict.Refusal refusal) {
      assertThat(refusal.text()).isNotBlank().doesNotContain("\n").doesNotContain("\"");
      assertThat(pulls.told).contains(refusal);
    } else {
      assertThat(row.verdict()).isEqualTo(Allowed.class);
    }
  }
}
