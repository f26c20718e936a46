package dev.lading.server;

import dev.lading.auth.access.AccessRules;
import dev.lading.auth.files.FileContent;
import dev.lading.auth.files.UnusableFile;
import dev.lading.auth.oidc.OidcIssuer;
import dev.lading.config.Configuration;
import dev.lading.config.InvalidConfiguration;
import dev.lading.config.Origin;
import dev.lading.config.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who can log in, how, and what they may do then. Names files; reads none of them.
 *
 * @param robots the file of robots
 * @param oidc issuers whose tokens are exchanged for ours; only with {@link TokenSettings.Issued}
 * @param access {@link AccessRules#open} exactly when nothing at all is configured
 */
record AuthSettings(
    Optional<HtpasswdSettings> htpasswd,
    Optional<Path> robots,
    TokenSettings token,
    List<OidcIssuer> oidc,
    AccessRules access) {

  /**
   * A password file.
   *
   * @param realm what Basic's challenge says; needs no quoting there
   */
  record HtpasswdSettings(String realm, Path path) {}

  AuthSettings {
    oidc = List.copyOf(oidc);
  }

  /** Whether nobody has to log in, because nothing is configured: neither logins nor rules. */
  boolean isOpen() {
    return !hasLogins() && token instanceof TokenSettings.None && access.rules().isEmpty();
  }

  /** Whether anybody can prove to this registry itself who they are, certificates left aside. */
  boolean hasLogins() {
    return htpasswd.isPresent() || robots.isPresent() || !oidc.isEmpty();
  }

  /**
   * The rules of a configuration file that has changed, as a server applies them that asks for
   * logins: without any, whoever has logged in may do everything. Nothing else of the file takes
   * effect, but all of it has to be right.
   *
   * @param environment the variables that override the file, as they did at the start
   * @throws UnusableFile with all that is wrong, so that the rules of before stay
   */
  static AccessRules rules(FileContent file, Map<String, String> environment) {
    try {
      ServerSettings settings =
          Configuration.parse(file.file().toString(), file.text(), environment)
              .read(ServerSettings::from)
              .get();
      return AccessRules.of(settings.auth().access().rules());
    } catch (InvalidConfiguration e) {
      throw unusable(file.file(), e);
    }
  }

  private static UnusableFile unusable(Path file, InvalidConfiguration failure) {
    List<UnusableFile.Problem> problems =
        failure.problems().stream()
            .filter(problem -> problem.severity() == Problem.Severity.ERROR)
            .map(AuthSettings::problem)
            .toList();
    UnusableFile unusable = new UnusableFile(file, problems);
    unusable.initCause(failure);
    return unusable;
  }

  private static UnusableFile.Problem problem(Problem problem) {
    String about = String.join(", ", problem.keys()) + ": " + problem.message();
    return problem.origin() instanceof Origin.Line(_, int line)
        ? new UnusableFile.Problem(line, about)
        : new UnusableFile.Problem(0, problem.origin() + ": " + about);
  }
}
