package dev.lading.content;

import java.util.Optional;
import java.util.UUID;

/** The name of an upload session: a UUID, as distribution writes it. */
public record UploadId(UUID uuid) {

  /** Empty when the text is no session's name, letter for letter; no such session can exist. */
  public static Optional<UploadId> find(String text) {
    try {
      // The JDK reads more than it writes: capitals, and groups of other lengths.
      return Optional.of(new UploadId(UUID.fromString(text)))
          .filter(id -> id.toString().equals(text));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return uuid.toString();
  }
}
