package dev.lading.runtime.container;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a container is called that nobody named: 64 hexadecimal digits. */
public record ContainerId(String text) {
  private static final int BYTES = 32;
  private static final int SHORT = 12;
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

  static ContainerId random(SecureRandom random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return new ContainerId(HexFormat.of().formatHex(bytes));
  }

  static Optional<ContainerId> parse(String text) {
    return FORM.matcher(text).matches() ? Optional.of(new ContainerId(text)) : Optional.empty();
  }

  /** Enough of it for people. */
  public String shortened() {
    return text.substring(0, SHORT);
  }

  @Override
  public String toString() {
    return text;
  }
}
