package dev.lading.runtime.trust;

import dev.lading.runtime.trust.TrustFailure.StateUnusable;
import dev.lading.trust.Gun;
import dev.lading.trust.TrustException.KeyInvalid;
import dev.lading.trust.key.KeyId;
import dev.lading.trust.verify.RootPins;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whose root keys may stand at the beginning, by repository: the precedence is notary's, a GUN
 * before the longest prefix.
 *
 * @param pins by a GUN, or by the begin of GUNs with an asterisk behind it
 */
public record TrustPins(Map<String, RootPins> pins) {
  public static final TrustPins NONE = new TrustPins(Map.of());

  private static final String WILDCARD = "*";

  public TrustPins {
    pins = Map.copyOf(pins);
  }

  /**
   * A file with one line for each pattern: {@code reg.example.com/prod/* KEY-ID...}; what follows a
   * number sign is a comment. One that is not there pins nothing.
   *
   * @throws StateUnusable when it says something else: a pin is never passed over in silence
   */
  public static TrustPins read(Path file) {
    Map<String, RootPins> pins = new LinkedHashMap<>();
    try {
      for (String line : Files.readAllLines(file)) {
        String text = line.replaceFirst("#.*", "").strip();
        if (!text.isEmpty()) {
          add(pins, text.split("\\s+"), file);
        }
      }
    } catch (NoSuchFileException _) {
      return NONE;
    } catch (IOException e) {
      throw new StateUnusable(file, "cannot be read", e);
    }
    return new TrustPins(pins);
  }

  /** The same of a file that somebody named, and which has to be there. */
  public static TrustPins readNamed(Path file) {
    if (!Files.exists(file)) {
      throw new StateUnusable(file, "is not there", null);
    }
    return read(file);
  }

  public RootPins of(Gun gun) {
    RootPins exact = pins.get(gun.toString());
    return exact != null ? exact : byPrefix(gun).orElse(RootPins.NONE);
  }

  private Optional<RootPins> byPrefix(Gun gun) {
    return pins.entrySet().stream()
        .filter(pin -> pin.getKey().endsWith(WILDCARD))
        .filter(pin -> gun.toString().startsWith(prefix(pin.getKey())))
        .max((one, other) -> Integer.compare(one.getKey().length(), other.getKey().length()))
        .map(Map.Entry::getValue);
  }

  private static String prefix(String pattern) {
    return pattern.substring(0, pattern.length() - WILDCARD.length());
  }

  private static void add(Map<String, RootPins> pins, String[] words, Path file) {
    if (words.length < 2) {
      throw new StateUnusable(file, "pins " + words[0] + " to no key", null);
    }
    try {
      Set<KeyId> ids = Arrays.stream(words).skip(1).map(KeyId::new).collect(Collectors.toSet());
      if (pins.put(words[0], new RootPins(ids)) != null) {
        throw new StateUnusable(file, "pins " + words[0] + " twice", null);
      }
    } catch (KeyInvalid e) {
      throw new StateUnusable(file, "pins " + words[0] + " to what is no key ID", e);
    }
  }
}
