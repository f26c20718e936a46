package dev.lading.runtime.unpack;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Writes tars byte for byte, also such as no program writes. Texts become bytes in UTF-8; a raw
 * value is given as bytes. The next entry has the mode, owner and so on that were set before it.
 */
final class Tar {
  private static final int BLOCK = 512;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private int mode = 0644;
  private int owner;
  private int group;
  private long seconds = 1_000_000_000;

  Tar mode(int newMode) {
    mode = newMode;
    return this;
  }

  Tar owner(int newOwner, int newGroup) {
    owner = newOwner;
    group = newGroup;
    return this;
  }

  Tar modified(long newSeconds) {
    seconds = newSeconds;
    return this;
  }

  Tar file(String name, String text) {
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    return entry('0', name, "", content.length).content(content);
  }

  Tar directory(String name) {
    return entry('5', name, "", 0);
  }

  Tar symlink(String name, String target) {
    return entry('2', name, target, 0);
  }

  Tar hardLink(String name, String target) {
    return entry('1', name, target, 0);
  }

  Tar pipe(String name) {
    return entry('6', name, "", 0);
  }

  Tar characterDevice(String name, int major, int minor) {
    return device('3', name, major, minor);
  }

  Tar blockDevice(String name, int major, int minor) {
    return device('4', name, major, minor);
  }

  /** A header alone, in ustar. */
  Tar entry(char type, String name, String link, long size) {
    return header(type, name, link, size, _ -> {});
  }

  /** A header alone, of which the last word is somebody else's; the sum is right. */
  Tar header(char type, String name, String link, long size, Consumer<byte[]> change) {
    byte[] block = new byte[BLOCK];
    put(block, 0, 100, name);
    octal(block, 100, 8, mode);
    octal(block, 108, 8, owner);
    octal(block, 116, 8, group);
    octal(block, 124, 12, size);
    octal(block, 136, 12, seconds);
    block[156] = (byte) type;
    put(block, 157, 100, link);
    put(block, 257, 8, "ustar\00000");
    change.accept(block);
    Arrays.fill(block, 148, 156, (byte) ' ');
    int sum = 0;
    for (byte b : block) {
      sum += b & 0xff;
    }
    octal(block, 148, 7, sum);
    bytes.writeBytes(block);
    return this;
  }

  /** Bytes in whole blocks. */
  Tar content(byte[] content) {
    bytes.writeBytes(content);
    bytes.writeBytes(new byte[-content.length & BLOCK - 1]);
    return this;
  }

  /** An extended header for the next entry. */
  Tar pax(Map<String, byte[]> records) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    records.forEach((key, value) -> body.writeBytes(record(key, value)));
    return pax('x', body.toByteArray());
  }

  Tar pax(String key, String value) {
    return pax(Map.of(key, value.getBytes(StandardCharsets.UTF_8)));
  }

  Tar pax(char type, byte[] body) {
    return entry(type, "././@PaxHeader", "", body.length).content(body);
  }

  /** GNU's way for names of more than 100 bytes. */
  Tar longName(char type, String name) {
    byte[] content = (name + "\0").getBytes(StandardCharsets.UTF_8);
    return entry(type, "././@LongLink", "", content.length).content(content);
  }

  static byte[] record(String key, byte[] value) {
    byte[] rest = (" " + key + "=").getBytes(StandardCharsets.UTF_8);
    int length = rest.length + value.length + 1;
    int total = length + Integer.toString(length).length();
    total = length + Integer.toString(total).length();
    ByteArrayOutputStream record = new ByteArrayOutputStream();
    record.writeBytes(Integer.toString(total).getBytes(StandardCharsets.US_ASCII));
    record.writeBytes(rest);
    record.writeBytes(value);
    record.write('\n');
    return record.toByteArray();
  }

  /** Without an end. */
  byte[] open() {
    return bytes.toByteArray();
  }

  byte[] closed() {
    byte[] all = bytes.toByteArray();
    return Arrays.copyOf(all, all.length + 2 * BLOCK);
  }

  static void octal(byte[] block, int at, int length, long value) {
    put(block, at, length, ("%0" + (length - 1) + "o").formatted(value));
  }

  static void put(byte[] block, int at, int length, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(bytes, 0, block, at, Math.min(bytes.length, length));
  }

  private Tar device(char type, String name, int major, int minor) {
    return header(
        type,
        name,
        "",
        0,
        block -> {
          octal(block, 329, 8, major);
          octal(block, 337, 8, minor);
        });
  }
}
