package dev.lading.auth.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;

/**
 * All bytes of one file, as they were at one moment. Immutable as long as nobody writes to them.
 */
public final class FileContent {
  static final int LARGEST = 1 << 20;
  private final Path file;
  private final byte[] bytes;

  public FileContent(Path file, byte[] bytes) {
    this.file = file;
    this.bytes = bytes;
  }

  /**
   * Reads a file of at most 1 MiB.
   *
   * @throws UnusableFile when it is not there, larger, no regular file, or cannot be read
   */
  public static FileContent read(Path file) {
    BasicFileAttributes _ = attributes(file);
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw new UnusableFile(file, "is larger than 1 MiB. Name another file.");
      }
      return new FileContent(file, bytes);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  public Path file() {
    return file;
  }

  /** The bytes themselves, not a copy. */
  public byte[] bytes() {
    return bytes;
  }

  /**
   * The bytes as text, without a byte order mark.
   *
   * @throws UnusableFile when they are not UTF-8
   */
  public String text() {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException _) {
      throw new UnusableFile(file, "is not UTF-8. Save it in that encoding.");
    }
  }

  boolean hasBytesOf(FileContent other) {
    return MessageDigest.isEqual(bytes, other.bytes);
  }

  /**
   * How a file looks from outside, symbolic links followed.
   *
   * @throws UnusableFile when it is not there, or no regular file: to open a pipe waits for a
   *     writer, maybe for ever
   */
  static BasicFileAttributes attributes(Path file) {
    BasicFileAttributes attributes;
    try {
      attributes = Files.readAttributes(file, BasicFileAttributes.class);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
    if (!attributes.isRegularFile()) {
      throw new UnusableFile(file, "is no regular file. Name one.");
    }
    return attributes;
  }

  private static UnusableFile unreadable(Path file, IOException e) {
    UnusableFile unusable =
        new UnusableFile(
            file,
            switch (e) {
              case NoSuchFileException _ -> "is not there. Make it, or name another file.";
              case AccessDeniedException _ -> "may not be read by this process. Give it the right.";
              default -> "cannot be read (" + e.getClass().getSimpleName() + ").";
            });
    unusable.initCause(e);
    return unusable;
  }
}
