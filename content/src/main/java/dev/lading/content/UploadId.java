package dev.lading.content;

import java.util.Optional;
import java.util.UUID;

/** The name of an upload session: a UUID, as distribution writes it. */
public record UploadId(UUID uuid) {
  private static final int LENGTH = 36;

  /** Empty when the text is no session's name; no such session can exist. */
  public static Optional<UploadId> find(String text) {
    if (text.length() != LENGTH || !text.chars().allMatch(UploadId::isUuidChar)) {
      return Optional.empty();
    }
    try {
      return Optional.of(new UploadId(UUID.fromString(text)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return uuid.toString();
  }

  private static boolean isUuidChar(int c) {
    return c == '-' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  }
}
