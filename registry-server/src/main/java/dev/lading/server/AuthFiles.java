package dev.lading.server;

import dev.lading.auth.files.FileContent;
import dev.lading.auth.files.UnusableFile;
import dev.lading.auth.password.Htpasswd;
import dev.lading.auth.robots.Robots;
import java.util.ArrayList;
import java.util.List;

/** Looks into the files that {@code auth} names, before anybody depends on them. */
final class AuthFiles {
  private final List<String> problems = new ArrayList<>();

  private AuthFiles() {}

  /** What a registry would refuse to start with, in words. */
  static List<String> problems(AuthSettings settings) {
    AuthFiles files = new AuthFiles();
    settings
        .htpasswd()
        .ifPresent(users -> files.look(() -> Htpasswd.parse(FileContent.read(users.path()))));
    settings.robots().ifPresent(path -> files.look(() -> Robots.parse(FileContent.read(path))));
    switch (settings.token()) {
      case TokenSettings.External external -> files.look(() -> Authentication.keys(external));
      case TokenSettings.Issued(_, _, _, _, _, _, SealingKey.InFile(var path)) ->
          files.look(() -> new SealingKey.InFile(path).check());
      case TokenSettings.Issued _, TokenSettings.None _ -> {}
    }
    return files.problems;
  }

  private void look(Runnable parse) {
    try {
      parse.run();
    } catch (UnusableFile e) {
      problems.add(e.getMessage());
    }
  }
}
