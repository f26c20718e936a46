package dev.lading.runtime.bundle;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lading.runtime.bundle.BundleException.UnusableFile;
import dev.lading.runtime.registry.http.JsonDocument;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Which system calls a container may make. */
public sealed interface Seccomp {
  /**
   * What goes into {@code linux.seccomp}; empty for no filter.
   *
   * @param capabilities that the container has: some of them bring system calls with them
   * @param architecture in Go's words
   * @param kernel as /proc/sys/kernel/osrelease has it
   * @throws BundleException.UnusableFile when the profile is none
   */
  Optional<ObjectNode> filter(Set<String> capabilities, String architecture, String kernel);

  /** Our own profile, after what Docker documents of its own. */
  record Usual() implements Seccomp {
    @Override
    public Optional<ObjectNode> filter(
        Set<String> capabilities, String architecture, String kernel) {
      try (InputStream in =
          Objects.requireNonNull(Seccomp.class.getResourceAsStream("seccomp.json"))) {
        ObjectNode profile = JsonDocument.object(in.readAllBytes()).orElseThrow();
        return Optional.of(filterFor(capabilities, architecture, kernel).of(profile));
      } catch (IOException e) {
        throw new UncheckedIOException("our seccomp profile", e);
      }
    }
  }

  /** A profile that somebody wrote, in Docker's form or in that of the OCI. */
  record Profile(Path file) implements Seccomp {
    private static final String OPTION = "--security-opt seccomp=";
    private static final int LIMIT_BYTES = 1 << 20;

    @Override
    public Optional<ObjectNode> filter(
        Set<String> capabilities, String architecture, String kernel) {
      ObjectNode profile =
          JsonDocument.object(bytes()).orElseThrow(() -> unusable("it is no JSON object"));
      try {
        return Optional.of(filterFor(capabilities, architecture, kernel).of(profile));
      } catch (IllegalArgumentException e) {
        throw unusable(Objects.requireNonNullElse(e.getMessage(), "it is none"));
      }
    }

    private byte[] bytes() {
      try (InputStream in = Files.newInputStream(file)) {
        byte[] bytes = in.readNBytes(LIMIT_BYTES + 1);
        if (bytes.length > LIMIT_BYTES) {
          throw unusable("it is larger than %d bytes".formatted(LIMIT_BYTES));
        }
        return bytes;
      } catch (IOException e) {
        throw unusable("it cannot be read: " + e);
      }
    }

    private UnusableFile unusable(String why) {
      return new UnusableFile(OPTION, file, why);
    }
  }

  /** None at all. */
  record Unconfined() implements Seccomp {
    @Override
    public Optional<ObjectNode> filter(
        Set<String> capabilities, String architecture, String kernel) {
      return Optional.empty();
    }
  }

  private static SeccompFilter filterFor(
      Set<String> capabilities, String architecture, String kernel) {
    String[] version = kernel.split("[^0-9]+", 3);
    return new SeccompFilter(
        capabilities,
        new SeccompFilter.Machine(
            architecture,
            version.length > 0 && !version[0].isEmpty() ? Integer.parseInt(version[0]) : 0,
            version.length > 1 && !version[1].isEmpty() ? Integer.parseInt(version[1]) : 0));
  }
}
