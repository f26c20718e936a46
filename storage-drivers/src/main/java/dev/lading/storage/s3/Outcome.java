package dev.lading.storage.s3;

import dev.lading.storage.StorageUnavailable;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;

/** What became of a request that the store has decided on. */
sealed interface Outcome<T> {
  record Done<T>(T value) implements Outcome<T> {}

  /** What it is about is not there. */
  record Absent<T>(String what, SdkException answer) implements Outcome<T> {
    StorageUnavailable unexpected() {
      return new StorageUnavailable(what + " failed", answer);
    }
  }

  /**
   * Its condition was not met.
   *
   * @param isRepeated whether an attempt before this one failed, which the store may have carried
   *     out: then the condition may be unmet by our own doing
   */
  record Unmet<T>(String what, SdkException answer, boolean isRepeated) implements Outcome<T> {
    StorageUnavailable unexpected() {
      return new StorageUnavailable(what + " failed", answer);
    }
  }

  /** For requests that are about something that may be absent. */
  default Optional<T> found() {
    return switch (this) {
      case Done<T>(T value) -> Optional.of(value);
      case Absent<T> _ -> Optional.empty();
      case Unmet<T> unmet -> throw unmet.unexpected();
    };
  }

  /** For requests that nothing can stand in the way of. */
  default T value() {
    return switch (this) {
      case Done<T>(T value) -> value;
      case Absent<T> absent -> throw absent.unexpected();
      case Unmet<T> unmet -> throw unmet.unexpected();
    };
  }
}
