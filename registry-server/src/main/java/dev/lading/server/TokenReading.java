package dev.lading.server;

import dev.lading.auth.jose.TokenAlgorithm;
import dev.lading.auth.token.TokenIssuer;
import dev.lading.config.Section;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads {@code auth.token}: with {@code issue: true} for tokens of this registry, else for those of
 * another server, by distribution's keys. Each has keys of its own; where one of the other stands,
 * it is a problem, since it would have no effect.
 */
final class TokenReading {
  private static final Duration LONGEST_TOKEN = Duration.ofHours(24);
  private static final Duration SHORTEST_ROTATION = Duration.ofHours(1);
  private static final Duration LONGEST_ROTATION = Duration.ofDays(4 * 365);
  private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9._~-]+)+");
  private static final String DEFAULT_PATH = "/auth/token";
  private static final String DEFAULT_NAME = "lading";
  private static final List<String> OF_ISSUED =
      List.of("expiry", "path", "algorithm", "rotateafter");
  private static final List<String> OF_EXTERNAL =
      List.of(
          "realm",
          "rootcertbundle",
          "jwks",
          "signingalgorithms",
          "autoredirect",
          "autoredirectpath");

  private final Section token;
  private final boolean isWritten;

  private TokenReading(Section token, boolean isWritten) {
    this.token = token;
    this.isWritten = isWritten;
  }

  static TokenSettings from(Section auth, SealingKey sealing) {
    return new TokenReading(auth.section("token"), auth.isWritten("token")).settings(sealing);
  }

  /** Where it cannot be read, it is not the keys of another server that are missing. */
  static boolean isIssued(Section token) {
    return token.flag("issue", token.isSet("issue"));
  }

  /** Reads the keys of both, so that what is wrong with any of them is said. */
  private TokenSettings settings(SealingKey sealing) {
    boolean isIssued = isIssued(token);
    TokenSettings.Issued issued = issued(sealing);
    TokenSettings.External external = external();
    if (!isWritten) {
      return new TokenSettings.None();
    }
    if (isIssued) {
      refuse(OF_EXTERNAL, "is about another token server. Remove it, or issue: true.");
      return issued;
    }
    refuse(OF_ISSUED, "is about tokens of this registry. Write issue: true, or remove it.");
    requireExternal();
    return external;
  }

  private TokenSettings.Issued issued(SealingKey sealing) {
    return new TokenSettings.Issued(
        name("issuer"),
        name("service"),
        token.value("path", DEFAULT_PATH, TokenReading::ownPath),
        duration("expiry", Duration.ofMinutes(5), TokenIssuer.SHORTEST, LONGEST_TOKEN),
        token.value("algorithm", "ES256", TokenReading::algorithm),
        duration("rotateafter", Duration.ofDays(90), SHORTEST_ROTATION, LONGEST_ROTATION),
        sealing);
  }

  private TokenSettings.External external() {
    return new TokenSettings.External(
        token.optional("realm", TokenReading::realm).orElse(""),
        name("service"),
        name("issuer"),
        token.path("rootcertbundle"),
        token.path("jwks"),
        algorithms(token),
        token.flag("autoredirect", false),
        token.value("autoredirectpath", DEFAULT_PATH, TokenReading::urlPath));
  }

  private void requireExternal() {
    require("realm", "is missing. Write the URL of the token server, or issue: true alone.");
    require("service", "is missing. Write the name that the token server knows this registry by.");
    require("issuer", "is missing. Write the name that the token server signs with.");
    if (!token.isSet("rootcertbundle") && !token.isSet("jwks")) {
      token.problem(
          "rootcertbundle",
          "is missing. Write the file of the certificates that tokens are signed with, or jwks.");
    }
  }

  private void require(String name, String message) {
    if (!token.isSet(name)) {
      token.problem(name, message);
    }
  }

  private void refuse(List<String> names, String message) {
    names.stream().filter(token::isSet).forEach(name -> token.problem(name, message));
  }

  private String name(String key) {
    return token.value(key, DEFAULT_NAME, AuthReading::quotable);
  }

  private Duration duration(String name, Duration fallback, Duration least, Duration greatest) {
    Duration duration = token.duration(name, fallback);
    boolean isWithin = duration.compareTo(least) >= 0 && duration.compareTo(greatest) <= 0;
    if (!isWithin) {
      token.problem(
          name,
          "is not between %ds and %dh. Write for example %dm."
              .formatted(least.toSeconds(), greatest.toHours(), fallback.toMinutes()));
    }
    return isWithin ? duration : fallback;
  }

  /** Those of a list that may stand in any section; all that are safe when it does not. */
  static Set<TokenAlgorithm> algorithms(Section section) {
    List<TokenAlgorithm> some =
        section.values("signingalgorithms", List.of(), TokenReading::algorithm);
    return some.isEmpty() ? EnumSet.allOf(TokenAlgorithm.class) : EnumSet.copyOf(some);
  }

  private static TokenAlgorithm algorithm(String text) {
    return TokenAlgorithm.of(text)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    text.startsWith("HS")
                        ? "signs with a shared secret, which a public key must never be; write "
                            + namesOfAll()
                        : "is none of " + namesOfAll()));
  }

  private static String namesOfAll() {
    return Arrays.stream(TokenAlgorithm.values())
        .map(TokenAlgorithm::text)
        .collect(Collectors.joining(", "));
  }

  private static String realm(String text) {
    try {
      URI uri = new URI(text);
      if (uri.getHost() != null && List.of("http", "https").contains(uri.getScheme())) {
        return AuthReading.quotable(text);
      }
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(noRealm(), e);
    }
    throw new IllegalArgumentException(noRealm());
  }

  private static String noRealm() {
    return "is not the URL of a token server; write for example https://auth.example.com/token";
  }

  private static String urlPath(String text) {
    if (!PATH.matcher(text.endsWith("/") ? text.substring(0, text.length() - 1) : text).matches()) {
      throw new IllegalArgumentException("is not a path of a URL; write for example /auth/token");
    }
    return text;
  }

  /** Of our own host: below /v2/ everything is the registry's. */
  private static String ownPath(String text) {
    if (text.equals("/v2") || text.startsWith("/v2/")) {
      throw new IllegalArgumentException("is the registry's own; write for example /auth/token");
    }
    if (text.endsWith("/")) {
      throw new IllegalArgumentException("ends with a slash; write for example /auth/token");
    }
    return urlPath(text);
  }
}
