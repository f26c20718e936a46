package dev.lading.trust.metadata;

import dev.lading.trust.MetadataVersion;
import dev.lading.trust.Role;
import dev.lading.trust.TrustException;
import dev.lading.trust.TrustException.MetadataInvalid;
import dev.lading.trust.canonical.Json;
import java.time.Instant;
import java.util.function.Function;

/** What every kind of metadata has, not yet checked. */
record Common(String type, Instant expires, long version) {
  /** What Go reads where nothing is: long expired. */
  private static final Instant NEVER_SAID = Instant.parse("0001-01-01T00:00:00Z");

  static Common read(Json signed, Function<String, TrustException> refusal) {
    Fields fields = Fields.of(signed, refusal, "_type", "expires", "version");
    return new Common(
        fields.findText("_type").orElse(""),
        fields.findText("expires").map(text -> expires(fields, text)).orElse(NEVER_SAID),
        fields.number("version"));
  }

  /**
   * @throws MetadataInvalid when this is of another type, or its version cannot be counted
   */
  Common require(String expected, Role role) {
    if (!type.equals(expected)) {
      throw new MetadataInvalid(role, "expected type " + expected + ", not " + type);
    }
    if (version < 1) {
      String one = role.equals(Role.ROOT) ? "1" : "one";
      throw new MetadataInvalid(role, "version cannot be less than " + one);
    }
    if (version > Integer.MAX_VALUE) {
      throw new MetadataInvalid(role, "version cannot be more than " + Integer.MAX_VALUE);
    }
    return this;
  }

  MetadataVersion counted() {
    return new MetadataVersion(Math.toIntExact(version));
  }

  private static Instant expires(Fields fields, String text) {
    return Timestamps.find(text)
        .orElseThrow(() -> fields.refused("not a time of RFC 3339: " + text));
  }
}
