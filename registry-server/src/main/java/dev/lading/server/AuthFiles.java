package dev.lading.server;

import dev.lading.auth.files.FileContent;
import dev.lading.auth.files.UnusableFile;
import dev.lading.auth.password.Htpasswd;
import dev.lading.auth.robots.Robots;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Looks into the files that {@code auth} names, before anybody depends on them. */
final class AuthFiles {
  private final List<String> problems = new ArrayList<>();

  private AuthFiles() {}

  /** What a registry would refuse to start with, in words. */
  static List<String> problems(ServerSettings settings) {
    AuthFiles files = new AuthFiles();
    AuthSettings auth = settings.auth();
    auth.htpasswd()
        .ifPresent(users -> files.look(() -> Htpasswd.parse(FileContent.read(users.path()))));
    auth.robots().ifPresent(path -> files.look(() -> Robots.parse(FileContent.read(path))));
    if (auth.token() instanceof TokenSettings.External external) {
      files.look(() -> Authentication.keys(external));
    }
    sealing(settings)
        .filter(SealingKey.InFile.class::isInstance)
        .map(SealingKey.InFile.class::cast)
        .distinct()
        .forEach(key -> files.look(key::check));
    return files.problems;
  }

  private static Stream<SealingKey> sealing(ServerSettings settings) {
    Stream<SealingKey> ofTokens =
        settings.auth().token() instanceof TokenSettings.Issued issued
            ? Stream.of(issued.sealing())
            : Stream.empty();
    return Stream.concat(ofTokens, settings.trust().map(TrustSettings::sealing).stream());
  }

  private void look(Runnable parse) {
    try {
      parse.run();
    } catch (UnusableFile e) {
      problems.add(e.getMessage());
    }
  }
}
