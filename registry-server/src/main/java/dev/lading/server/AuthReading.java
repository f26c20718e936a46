package dev.lading.server;

import dev.lading.auth.access.AccessReading;
import dev.lading.auth.access.AccessRules;
import dev.lading.config.Section;
import dev.lading.server.AuthSettings.HtpasswdSettings;
import dev.lading.server.http.HttpSettings;
import dev.lading.server.tls.ClientAuth;
import dev.lading.server.tls.TlsSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads {@code auth}: distribution's {@code htpasswd} and {@code token}, and what is our own. */
final class AuthReading {
  private final Section auth;
  private final Certificates certificates;

  /** Whether clients' certificates say who they are. */
  enum Certificates {
    UNKNOWN,
    /** Whoever has one is known by it. */
    IF_GIVEN,
    REQUIRED;

    static Certificates askedBy(HttpSettings http) {
      return http.tls()
          .map(TlsSettings::clientAuth)
          .filter(ClientAuth::isVerified)
          .map(asked -> asked.isRequired() ? REQUIRED : IF_GIVEN)
          .orElse(UNKNOWN);
    }
  }

  private AuthReading(Section auth, Certificates certificates) {
    this.auth = auth;
    this.certificates = certificates;
  }

  /**
   * @param sealing for signing keys, if tokens are issued
   */
  static AuthSettings from(Section auth, SealingKey sealing, Certificates certificates) {
    return new AuthReading(auth, certificates).settings(sealing);
  }

  private AuthSettings settings(SealingKey sealing) {
    TokenSettings token = TokenReading.from(auth, sealing);
    Optional<HtpasswdSettings> htpasswd = htpasswd();
    AuthSettings settings =
        new AuthSettings(
            htpasswd,
            robots(),
            token,
            OidcReading.from(auth, htpasswd.isPresent()),
            AccessReading.from(auth));
    refuseEmptiness();
    refuseAmbiguity(settings);
    warnOfNoLogins(settings);
    return settings.isOpen() ? open(settings) : settings;
  }

  private static AuthSettings open(AuthSettings settings) {
    return new AuthSettings(
        settings.htpasswd(),
        settings.robots(),
        settings.token(),
        settings.oidc(),
        AccessRules.open());
  }

  private Optional<HtpasswdSettings> htpasswd() {
    Section htpasswd = auth.section("htpasswd");
    String realm = htpasswd.value("realm", "Lading", AuthReading::quotable);
    Optional<Path> path = htpasswd.path("path");
    if (auth.isWritten("htpasswd") && !htpasswd.isSet("path")) {
      htpasswd.problem(
          "path", "is missing. Write the file of users; lading user add NAME makes one.");
    }
    return path.map(file -> new HtpasswdSettings(realm, file));
  }

  private Optional<Path> robots() {
    Section robots = auth.section("robots");
    Optional<Path> path = robots.path("path");
    if (auth.isWritten("robots") && !robots.isSet("path")) {
      robots.problem(
          "path", "is missing. Write the file of robots; lading robot add NAME makes one.");
    }
    return path;
  }

  /** What is cut off, or never filled in, must not open a registry that was meant to be closed. */
  private void refuseEmptiness() {
    if (auth.isWritten("access") && auth.sections("access").isEmpty()) {
      auth.problem(
          "access",
          "holds no rule. Write one, for example {who: authenticated, may: [pull, push], on:"
              + " \"**\"}, or remove it: without it whoever logs in may do everything.");
    }
    if (auth.isWritten("oidc") && auth.sections("oidc").isEmpty()) {
      auth.problem("oidc", "names no issuer. Write one, or remove it.");
    }
  }

  /** One registry has one answer to whoever does not log in, and one way to it. */
  private void refuseAmbiguity(AuthSettings settings) {
    if (settings.token() instanceof TokenSettings.External) {
      for (String name : List.of("htpasswd", "robots", "oidc")) {
        if (auth.isSet(name)) {
          auth.problem(
              name,
              "stands beside the token server of auth.token, where people log in then. Keep one of"
                  + " them, or write token: {issue: true} for tokens of this registry.");
        }
      }
    } else if (settings.token() instanceof TokenSettings.None && auth.isSet("oidc")) {
      auth.problem(
          "oidc", "is exchanged for tokens of this registry. Write token: {issue: true} as well.");
    }
  }

  private void warnOfNoLogins(AuthSettings settings) {
    boolean isElsewhere = settings.token() instanceof TokenSettings.External;
    if (settings.hasLogins() || isElsewhere) {
      return;
    }
    if (certificates != Certificates.UNKNOWN) {
      warnOfNeedlessCertificates(settings);
      return;
    }
    String advice =
        "nobody can log in. Write htpasswd, robots or oidc if anybody should, or name who signs"
            + " clients' certificates in http.tls.clientcas.";
    if (auth.isSet("access")) {
      auth.warning("access", advice);
    } else if (settings.token() instanceof TokenSettings.Issued) {
      auth.warning("token", advice);
    }
  }

  private void warnOfNeedlessCertificates(AuthSettings settings) {
    if (settings.isOpen() && certificates == Certificates.IF_GIVEN) {
      auth.warning(
          "access",
          "is missing: clients without a certificate may do everything. Write rules, or"
              + " http.tls.clientauth: require-and-verify-client-cert.");
    }
  }

  /** A text that a challenge can hold between quotation marks. */
  static String quotable(String text) {
    boolean isPlain = text.chars().allMatch(c -> c >= 0x20 && c < 0x7f && c != '"' && c != '\\');
    if (!isPlain || text.isBlank()) {
      throw new IllegalArgumentException(
          "is not what a challenge can hold; write letters, digits, spaces and . _ - : / only");
    }
    return text;
  }
}
