package dev.lading.trust.publish;

import dev.lading.trust.Role;
import dev.lading.trust.Role.TargetsRole;
import dev.lading.trust.TrustException.EnvelopeInvalid;
import dev.lading.trust.TrustException.JsonFault;
import dev.lading.trust.TrustException.JsonInvalid;
import dev.lading.trust.TrustException.RoleInvalid;
import dev.lading.trust.metadata.Signature;
import dev.lading.trust.metadata.SignedMetadata;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The files of one update, by role.
 *
 * <p>DEVIATION: notary takes an empty update, passes over a timestamp, and keeps the last of two
 * files of one role. With the first two, anybody who may push could make versions rise at no cost.
 * It also takes a file in which one key ID has several signatures, of which readers would have to
 * choose one.
 */
record Upload(Map<Role, SignedMetadata> files) {
  private static final String SUFFIX = ".json";

  /** Step 1 of an update: what the parts are, whatever they say. */
  static Upload read(List<UploadedPart> parts, UpdateLimits limits) {
    requireSizes(parts, limits);
    Map<Role, SignedMetadata> files = new LinkedHashMap<>();
    for (UploadedPart part : parts) {
      Role role = role(part.filename());
      if (files.put(role, read(part.bytes(), role)) != null) {
        throw RefusedUpdate.of(UpdateError.MALFORMED_UPLOAD);
      }
    }
    if (files.containsKey(Role.TIMESTAMP)) {
      throw RefusedUpdate.rule(
          "the timestamp is made by the server, an update may not contain one");
    }
    return new Upload(files);
  }

  Optional<SignedMetadata> find(Role role) {
    return Optional.ofNullable(files.get(role));
  }

  /** Parents before children. */
  List<TargetsRole> targetsRoles() {
    return files.keySet().stream()
        .filter(TargetsRole.class::isInstance)
        .map(TargetsRole.class::cast)
        .sorted(Comparator.comparingInt(TargetsRole::depth).thenComparing(TargetsRole::text))
        .toList();
  }

  private static void requireSizes(List<UploadedPart> parts, UpdateLimits limits) {
    if (parts.isEmpty()) {
      throw RefusedUpdate.rule("the update contains no file");
    }
    if (parts.size() > limits.parts()) {
      throw RefusedUpdate.rule(
          "the update contains %d files, at most %d are taken"
              .formatted(parts.size(), limits.parts()));
    }
    long total = parts.stream().mapToLong(part -> part.bytes().length).sum();
    requireSize("the update", total, limits.totalBytes());
    for (UploadedPart part : parts) {
      boolean root = name(part.filename()).equals(Role.ROOT.text());
      requireSize(
          part.filename(), part.bytes().length, root ? limits.rootBytes() : limits.partBytes());
    }
  }

  private static void requireSize(String what, long bytes, int limit) {
    if (bytes > limit) {
      throw RefusedUpdate.rule(
          "%s has %d bytes, at most %d are taken".formatted(what, bytes, limit));
    }
  }

  private static Role role(String filename) {
    String name = name(filename);
    if (name.isEmpty()) {
      throw RefusedUpdate.of(UpdateError.NO_FILENAME);
    }
    try {
      return Role.parse(name);
    } catch (RoleInvalid e) {
      throw RefusedUpdate.role(name);
    }
  }

  private static String name(String filename) {
    return filename.endsWith(SUFFIX)
        ? filename.substring(0, filename.length() - SUFFIX.length())
        : filename;
  }

  /** notary, too, sees a strange number or trailing bytes only when it comes to the signature. */
  private static SignedMetadata read(byte[] bytes, Role role) {
    try {
      SignedMetadata file = SignedMetadata.read(bytes);
      requireOneSignatureOfEach(file);
      return file;
    } catch (JsonInvalid e) {
      throw e.fault() == JsonFault.NUMBER || e.fault() == JsonFault.TRAILING
          ? RefusedUpdate.bad(role, e.text())
          : RefusedUpdate.of(UpdateError.MALFORMED_JSON);
    } catch (EnvelopeInvalid e) {
      throw RefusedUpdate.of(UpdateError.MALFORMED_JSON);
    }
  }

  private static void requireOneSignatureOfEach(SignedMetadata file) {
    Set<String> keyIds = new HashSet<>();
    for (Signature signature : file.signatures()) {
      if (!keyIds.add(signature.keyId())) {
        throw RefusedUpdate.of(UpdateError.MALFORMED_UPLOAD);
      }
    }
  }
}
