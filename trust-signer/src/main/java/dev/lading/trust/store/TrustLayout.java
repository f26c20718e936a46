package dev.lading.trust.store;

import dev.lading.content.Digest;
import dev.lading.storage.Key;
import dev.lading.trust.Gun;
import dev.lading.trust.Role.ServerRole;
import dev.lading.trust.TrustException.GunInvalid;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Every key of trust data, all of it state that a backup takes:
 *
 * <pre>
 * lading/state/trust/
 *   generations/GUN/_/INV-N        what GUN's Nth commit left; never changed
 *   files/GUN/_/HEX-N-TOKEN        one role's metadata; never changed
 *   keys/GUN/_/ROLE/K              the Kth key that this server signs for a role with, sealed
 *   keys/GUN/_/ROLE/K.used         that it has signed, and for which generation first
 * </pre>
 *
 * <p>GUN may hold slashes, and none of its components is an underscore. N counts from 1; INV is
 * 9,999,999,999 less N, in ten digits, so that a listing begins with the newest. HEX is the SHA-256
 * of the bytes, N-TOKEN the publication that wrote them: the generation it aimed at, and a random
 * number, so that no name that was ever removed is used again.
 */
public final class TrustLayout {
  static final Key GENERATIONS = Key.of("lading/state/trust/generations");

  /** Written to learn the store's time. */
  static final Key CLOCK = Key.of("lading/cache/trust-clock");

  /** Behind every generation of a GUN. */
  private static final String BEHIND = "~";

  private static final Key FILES = Key.of("lading/state/trust/files");
  private static final Key KEYS = Key.of("lading/state/trust/keys");
  private static final int HEX_LENGTH = 64;
  private static final String END_OF_GUN = "/_/";
  private static final long INVERSE = 9_999_999_999L;
  private static final Pattern GENERATION = Pattern.compile("(\\d{10})-([1-9]\\d{0,9})");

  private TrustLayout() {}

  static Key generations(Gun gun) {
    return GENERATIONS.resolve(gun + "/_");
  }

  static Key generation(Gun gun, long number) {
    if (number < 1 || number >= INVERSE) {
      throw new IllegalArgumentException("not a generation: " + number);
    }
    return generations(gun)
        .resolve(String.format(Locale.ROOT, "%010d-%d", INVERSE - number, number));
  }

  /** The number in the last segment of a generation's key; empty for a foreign name. */
  static OptionalLong generationNumber(String name) {
    Matcher matcher = GENERATION.matcher(name);
    if (!matcher.matches()) {
      return OptionalLong.empty();
    }
    long number = Long.parseLong(matcher.group(2));
    return Long.parseLong(matcher.group(1)) == INVERSE - number
        ? OptionalLong.of(number)
        : OptionalLong.empty();
  }

  /** A key that need not exist, after which a listing goes on with the next GUN. */
  static Key behind(Gun gun) {
    return generations(gun).resolve(BEHIND);
  }

  static Key files(Gun gun) {
    return FILES.resolve(gun + "/_");
  }

  static Key file(Gun gun, Digest digest, Publication publication) {
    return files(gun).resolve(digest.hex() + "-" + publication.text());
  }

  /** A key that need not exist, after which a listing begins with the files of this hash. */
  static Key before(Gun gun, Digest digest) {
    return files(gun).resolve(digest.hex());
  }

  /** Which publication wrote the file with this name; empty for a foreign one. */
  static Optional<Publication> writer(String name) {
    return name.length() > HEX_LENGTH && name.charAt(HEX_LENGTH) == '-'
        ? Publication.find(name.substring(HEX_LENGTH + 1))
        : Optional.empty();
  }

  /** What the sealed keys of all GUNs are below. */
  public static Key keys() {
    return KEYS;
  }

  /** What the sealed keys of one role are below, each named by its number. */
  public static Key keys(Gun gun, ServerRole role) {
    return KEYS.resolve(gun + END_OF_GUN + role.text());
  }

  /** What every key of a GUN's sealed keys begins with. */
  static Key keys(Gun gun) {
    return KEYS.resolve(gun + "/_");
  }

  /** The GUN that any key of trust data is about; empty for a foreign one. */
  static Optional<Gun> gun(Key key) {
    return Stream.of(KEYS, FILES, GENERATIONS)
        .filter(below -> key.path().startsWith(below.path() + "/"))
        .findFirst()
        .flatMap(below -> gun(below, key));
  }

  /** The GUN that a key below {@code below} is about; empty for a foreign name. */
  public static Optional<Gun> gun(Key below, Key key) {
    int start = below.path().length() + 1;
    int end = key.path().lastIndexOf(END_OF_GUN);
    try {
      return end <= start
          ? Optional.empty()
          : Optional.of(Gun.parse(key.path().substring(start, end)));
    } catch (GunInvalid _) {
      return Optional.empty();
    }
  }
}
