package dev.lading.server;

import dev.lading.auth.oidc.ClaimMapping;
import dev.lading.auth.oidc.KeyLocation;
import dev.lading.auth.oidc.NameTemplate;
import dev.lading.auth.oidc.OidcIssuer;
import dev.lading.config.Section;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads {@code auth.oidc}: issuers whose tokens are exchanged for tokens of this registry. */
final class OidcReading {
  private final Section section;
  private final boolean hasPasswords;

  private OidcReading(Section section, boolean hasPasswords) {
    this.section = section;
    this.hasPasswords = hasPasswords;
  }

  /**
   * @param hasPasswords whether there are users besides, whose names an issuer's may be
   */
  static List<OidcIssuer> from(Section auth, boolean hasPasswords) {
    Set<String> names = new HashSet<>();
    return auth.sections("oidc").stream()
        .map(section -> new OidcReading(section, hasPasswords))
        .flatMap(reading -> reading.issuer(names).stream())
        .toList();
  }

  /**
   * @param names of the issuers before
   */
  private Optional<OidcIssuer> issuer(Set<String> names) {
    Optional<KeyLocation> keys = keys();
    Optional<String> issuer = issuerName(keys);
    if (issuer.isPresent() && !names.add(issuer.get())) {
      section.problem("issuer", "is there twice. Keep one of them.");
    }
    Optional<String> audience = section.text("audience").filter(text -> !text.isEmpty());
    Optional<NameTemplate> user = section.optional("user", OidcReading::template);
    Optional<String> groups = section.text("groups").filter(text -> !text.isEmpty());
    require(
        "audience",
        "is missing. Write whom its tokens are made for, for example this host's name.");
    require("user", "is missing. Write how a name is made of claims, for example \"ci:{sub}\".");
    user.ifPresent(this::warnOfSharedNames);
    var algorithms = TokenReading.algorithms(section);
    return issuer.isEmpty() || audience.isEmpty() || user.isEmpty() || keys.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new OidcIssuer(
                issuer.get(),
                audience.get(),
                keys.get(),
                algorithms,
                new ClaimMapping(user.get(), groups)));
  }

  private Optional<String> issuerName(Optional<KeyLocation> keys) {
    require("issuer", "is missing. Write exactly what its tokens have as iss, mostly a URL.");
    boolean isDiscovered = keys.filter(KeyLocation.Discovered.class::isInstance).isPresent();
    return section
        .optional("issuer", text -> isDiscovered ? discoverable(text) : text)
        .filter(text -> !text.isEmpty());
  }

  /** A URL, the path of a file, or what the issuer itself says. */
  private Optional<KeyLocation> keys() {
    if (!section.isSet("jwks")) {
      section.text("jwks");
      return Optional.of(new KeyLocation.Discovered());
    }
    boolean isUrl = section.text("jwks").orElse("").contains("://");
    Optional<Path> path = isUrl ? Optional.empty() : section.path("jwks");
    return path.<KeyLocation>map(KeyLocation.File::new)
        .or(() -> isUrl ? section.optional("jwks", OidcReading::url) : Optional.empty());
  }

  /** Whoever can choose a name there could choose that of somebody here. */
  private void warnOfSharedNames(NameTemplate user) {
    if (hasPasswords && user.text().indexOf('{') <= 0) {
      section.warning(
          "user",
          "an issuer's user can have the name of one of auth.htpasswd, and then his rights. Put a"
              + " prefix before it, for example \"sso:{sub}\".");
    }
  }

  private void require(String name, String message) {
    if (!section.isSet(name)) {
      section.problem(name, message);
    }
  }

  private static String discoverable(String text) {
    if (text.isEmpty()) {
      return text;
    }
    try {
      KeyLocation.discovery(text);
      return text;
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "is not an https:// URL, where its keys could be found; write one, or write jwks", e);
    }
  }

  private static KeyLocation url(String text) {
    try {
      return new KeyLocation.Url(URI.create(text));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "is not an https:// URL, nor http:// of this machine; keys from elsewhere prove nothing",
          e);
    }
  }

  private static NameTemplate template(String text) {
    try {
      return NameTemplate.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "is not made of claims in braces; write for example \"ci:{sub}\"", e);
    }
  }
}
