package dev.lading.runtime.command;

import dev.lading.content.Digest;
import dev.lading.content.Tag;
import dev.lading.runtime.trust.VerifiedTrust;
import dev.lading.trust.Role;
import dev.lading.trust.Role.Delegation;
import dev.lading.trust.Role.TargetsRole;
import dev.lading.trust.TrustException;
import dev.lading.trust.key.KeyId;
import dev.lading.trust.key.PublicKey;
import dev.lading.trust.metadata.DelegatedRole;
import dev.lading.trust.metadata.Delegations;
import dev.lading.trust.metadata.Metadata;
import dev.lading.trust.verify.SignedTarget;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What verified trust data says, for people and for scripts. Keys by their canonical IDs.
 *
 * @param expires RFC 3339, UTC
 */
record TrustReport(
    String repository,
    String expires,
    List<Part> parts,
    List<String> rootKeys,
    List<String> targetsKeys,
    List<Signer> signers,
    List<SignedTag> tags,
    List<Skipped> skipped) {
  /** One role's file that is believed. */
  record Part(String role, int version, String expires) {}

  /** Who may sign. */
  record Signer(String name, List<String> keys) {}

  /**
   * One tag, once for each digest that it was signed for.
   *
   * @param roles that say so
   */
  record SignedTag(String tag, String digest, long size, List<String> roles) {}

  /** A delegation that is not believed. */
  record Skipped(String role, String reason) {}

  static TrustReport of(VerifiedTrust trust, Optional<Tag> only) {
    return new TrustReport(
        trust.gun().toString(),
        second(trust.expires()),
        parts(trust),
        ids(Lines.keys(trust, Role.ROOT)),
        ids(Lines.keys(trust, Role.TARGETS)),
        signers(trust),
        tags(trust, only),
        trust.targets().skipped().entrySet().stream()
            .map(each -> skipped(trust, each.getKey(), each.getValue()))
            .toList());
  }

  private static List<Part> parts(VerifiedTrust trust) {
    List<Part> parts = new ArrayList<>();
    parts.add(part(Role.ROOT, trust.root()));
    parts.add(part(Role.TIMESTAMP, trust.timestamp()));
    parts.add(part(Role.SNAPSHOT, trust.snapshot()));
    trust.targets().roles().forEach((role, share) -> parts.add(part(role, share.metadata())));
    return parts;
  }

  private static Part part(Role role, Metadata file) {
    return new Part(role.text(), file.version().number(), second(file.expires()));
  }

  private static Skipped skipped(VerifiedTrust trust, Delegation role, TrustException reason) {
    boolean silent = trust.snapshot().file(role).isEmpty();
    return new Skipped(role.text(), silent ? "has signed nothing yet" : reason.text());
  }

  private static String second(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static List<Signer> signers(VerifiedTrust trust) {
    Delegations delegations =
        Optional.ofNullable(trust.targets().roles().get(Role.TARGETS))
            .map(share -> share.metadata().delegations())
            .orElse(Delegations.NONE);
    return delegations.roles().stream()
        .map(role -> new Signer(role.name().text(), ids(keys(role, delegations))))
        .toList();
  }

  private static List<PublicKey> keys(DelegatedRole role, Delegations all) {
    return role.keys().keyIds().stream()
        .flatMap(id -> Stream.ofNullable(all.keys().get(id)))
        .toList();
  }

  private static List<SignedTag> tags(VerifiedTrust trust, Optional<Tag> only) {
    Map<String, Map<String, SignedTag>> byTag = new TreeMap<>();
    for (TargetsRole role : trust.targets().roles().keySet()) {
      for (SignedTarget each : trust.targets().all(List.of(role))) {
        if (only.isEmpty() || only.get().name().equals(each.name())) {
          byTag
              .computeIfAbsent(each.name(), _ -> new LinkedHashMap<>())
              .merge(digest(each), row(each), TrustReport::merged);
        }
      }
    }
    return byTag.values().stream().map(Map::values).flatMap(Collection::stream).toList();
  }

  private static SignedTag row(SignedTarget signed) {
    return new SignedTag(
        signed.name(), digest(signed), signed.target().length(), List.of(signed.role().text()));
  }

  private static SignedTag merged(SignedTag first, SignedTag second) {
    List<String> roles = new ArrayList<>(first.roles);
    roles.addAll(second.roles);
    return new SignedTag(first.tag, first.digest, first.size, roles);
  }

  private static String digest(SignedTarget signed) {
    return signed.target().sha256().map(Digest::toString).orElse("");
  }

  private static List<String> ids(List<PublicKey> keys) {
    return keys.stream().map(PublicKey::canonicalId).map(KeyId::hex).toList();
  }
}
