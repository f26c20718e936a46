package dev.lading.server.trust;

import dev.lading.content.Algorithm;
import dev.lading.content.Digest;
import dev.lading.trust.MetadataVersion;
import dev.lading.trust.Role;
import dev.lading.trust.TrustException.RoleInvalid;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which file of which role is asked for. */
sealed interface MetadataName {

  /** {@code timestamp.json}: the one in force. */
  record Current(Role role) implements MetadataName {}

  /** {@code targets/releases.HEX.json}: the one with these bytes. */
  record ByHash(Role role, Digest digest) implements MetadataName {}

  /** {@code 3.root.json}, or, as notary takes that too, {@code 03.root.json}. */
  record ByVersion(Role role, MetadataVersion version) implements MetadataName {}

  /** Empty when no file can have this name. */
  static Optional<MetadataName> parse(String text) {
    Matcher matcher = Form.FILE.matcher(text);
    try {
      return matcher.matches() ? Optional.of(of(matcher)) : Optional.empty();
    } catch (RoleInvalid _) {
      return Optional.empty();
    }
  }

  private static MetadataName of(Matcher matcher) {
    Optional<String> version = Optional.ofNullable(matcher.group("version"));
    Optional<String> hash = Optional.ofNullable(matcher.group("hash"));
    return version
        .<MetadataName>map(
            number ->
                new ByVersion(
                    Role.parse(matcher.group("versioned")),
                    new MetadataVersion(Integer.parseInt(number))))
        .or(() -> hash.map(hex -> new ByHash(Role.parse(matcher.group("role")), digest(hex))))
        .orElseGet(() -> new Current(Role.parse(matcher.group("role"))));
  }

  private static Digest digest(String hex) {
    return Digest.parse(Algorithm.SHA256.id() + ":" + hex.toLowerCase(Locale.ROOT));
  }

  /** The names; no role has a dot in its own. */
  final class Form {
    private static final Pattern FILE =
        Pattern.compile(
            "(?:0*(?<version>[1-9][0-9]{0,8})\\.(?<versioned>[^.]+)"
                + "|(?<role>[^.]+)(?:\\.(?<hash>[0-9a-fA-F]{64}))?)"
                + "\\.json");

    private Form() {}
  }
}
