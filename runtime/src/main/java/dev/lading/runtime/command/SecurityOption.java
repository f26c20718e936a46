package dev.lading.runtime.command;

import dev.lading.runtime.bundle.BundleException.InvalidOption;
import dev.lading.runtime.bundle.Seccomp;
import java.nio.file.Path;

/** One value of {@code --security-opt}. */
sealed interface SecurityOption {
  record Filter(Seccomp seccomp) implements SecurityOption {}

  record NoNewPrivileges(boolean forbidden) implements SecurityOption {}

  /** A name and a value, with Docker's old colon or an equals sign between them. */
  static SecurityOption parse(String text) {
    String option = text.replaceFirst(":", "=");
    if (option.startsWith("seccomp=")) {
      return new Filter(filter(text.substring("seccomp=".length())));
    }
    return switch (option) {
      case "no-new-privileges", "no-new-privileges=true" -> new NoNewPrivileges(true);
      case "no-new-privileges=false" -> new NoNewPrivileges(false);
      default ->
          throw new InvalidOption(
              "--security-opt",
              text,
              "there is seccomp=FILE, seccomp=unconfined, and no-new-privileges, also with =true or"
                  + " =false");
    };
  }

  private static Seccomp filter(String value) {
    return value.equals("unconfined")
        ? new Seccomp.Unconfined()
        : new Seccomp.Profile(Path.of(value));
  }
}
