package dev.lading.trust.policy;

import static dev.lading.trust.policy.Pulls.COSIGN;
import static dev.lading.trust.policy.Pulls.EMPTY_CONFIG;
import static dev.lading.trust.policy.Pulls.IMAGE_CONFIG;
import static dev.lading.trust.policy.Pulls.NOTATION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.content.Digest;
import dev.lading.trust.policy.Pulls.Contents;
import dev.lading.trust.policy.TrustRule.Mode;
import dev.lading.trust.policy.Verdict.Allowed;
import dev.lading.trust.policy.Verdict.BlobUnsigned;
import dev.lading.trust.policy.Verdict.DigestDiffers;
import dev.lading.trust.policy.Verdict.RoleNotAllowed;
import dev.lading.trust.policy.Verdict.SignersMissing;
import dev.lading.trust.policy.Verdict.Unsigned;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is served of a repository that has everything in it, one row for each kind of pull. */
class PullTableTest {
  private static final String APP = "prod/app";
  private static final String TEXT = "text/plain";
  private static final String COSIGNED = "{\"critical\":{},\"optional\":null}";

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
  private final Digest cosign =
      pulls.artifact(
          APP, "sha256-1.sig", new Contents(IMAGE_CONFIG, COSIGN, COSIGNED), Optional.empty());
  private final Digest notation =
      artifact("notation", NOTATION, "application/jose+json", "jws", unsigned);
  private final Digest sbom = artifact("sbom", EMPTY_CONFIG, TEXT, "sbom", signed);
  private final Digest sbomSigned = artifact("sbom2", EMPTY_CONFIG, TEXT, "sbom-sig", sbom);
  private final Digest childsSbom = artifact("sbom3", EMPTY_CONFIG, TEXT, "childs", amd64);
  private final Digest unsignedsSbom = artifact("sbom4", EMPTY_CONFIG, TEXT, "no", unsigned);

  PullTableTest() {
    pulls.image(APP, "sha256-2.sig", "disguised");
    pulls.artifact(
        APP,
        "sha256-4.sig",
        new Contents(IMAGE_CONFIG, COSIGN, COSIGNED + " and a program"),
        Optional.empty());
    pulls.image(APP, "about-signed", "about-signed", Optional.of(signed));
    pulls.artifact(
        APP, "large", new Contents(EMPTY_CONFIG, COSIGN, "x".repeat(5 << 20)), Optional.empty());
    pulls.index(APP, "sha256-1", cosign, sbom);
    pulls.index(APP, "sha256-3", cosign, unsigned);
    pulls.image(APP, "copied", "elsewhere");
    pulls.image("dev/app", "v1", "dev");
    pulls.image("audit/app", "v1", "audited");
    pulls.image("off/app", "v1", "off");
    pulls.image("prod/unknown", "v1", "unknown");
    artifact("prod/unknown", "v1.sig", COSIGN, "unknown's");
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
            .sign("all", all)
            .sign("released", unsigned)
            .sign(Signers.RELEASES, "released", released)
            .sign(Signers.ALICE, "alice", byAlice)
            .sign("dangling", Pulls.digest("nothing here"));
    pulls.publish(signers);
    pulls.publish(signers.revoke("revoked"));
  }

  private Digest artifact(String tag, String config, String layer, String text, Digest subject) {
    return pulls.artifact(APP, tag, new Contents(config, layer, text), Optional.of(subject));
  }

  private void artifact(String repository, String tag, String layer, String text) {
    Digest _ =
        pulls.artifact(repository, tag, new Contents(EMPTY_CONFIG, layer, text), Optional.empty());
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
        tag("of a cosign signature", "sha256-1.sig", Allowed.class),
        digest("cosign signature", t -> t.cosign, Allowed.class),
        digest("Notation signature on what is not signed", t -> t.notation, Allowed.class),
        tag("of signatures, but an image", "sha256-2.sig", Unsigned.class),
        tag("of a signature whose layer is something else", "sha256-4.sig", Unsigned.class),
        tag("of a signature too large for one", "large", Unsigned.class),
        digest("SBOM on what is signed", t -> t.sbom, Allowed.class),
        digest("signature on that SBOM", t -> t.sbomSigned, Allowed.class),
        digest("SBOM on a child of a signed index", t -> t.childsSbom, Allowed.class),
        digest("SBOM on what is not signed", t -> t.unsignedsSbom, Unsigned.class),
        tag("of an image about what is signed", "about-signed", Unsigned.class),
        tag("of an index of artifacts", "sha256-1", Allowed.class),
        tag("of an index of artifacts and an image", "sha256-3", Unsigned.class),
        blob("of a signed image", "signed", Allowed.class),
        blob("config of one", "config of signed", Allowed.class),
        blob("of a grandchild of a signed index", "amd64", Allowed.class),
        blob("of an image that is not signed", "unsigned", BlobUnsigned.class),
        blob("of a revoked image", "revoked", BlobUnsigned.class),
        blob("of an image signed in another repository", "elsewhere", BlobUnsigned.class),
        blob("of a signature", COSIGNED, Allowed.class),
        blob("of an SBOM on what is signed", "sbom", Allowed.class),
        blob("of an SBOM on what is not signed", "no", BlobUnsigned.class),
        blob("of an image in disguise", "disguised", BlobUnsigned.class),
        in("strict/app", "both", Allowed.class),
        in("strict/app", "one", SignersMissing.class),
        in("strict/app", "two", SignersMissing.class),
        in("prod/unknown", "v1", Unsigned.class),
        in("prod/unknown", "v1.sig", Allowed.class),
        in("audit/app", "v1", Allowed.class),
        in("off/app", "v1", Allowed.class),
        in("dev/app", "v1", Allowed.class));
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
