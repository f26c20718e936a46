package dev.lading.content;

import static org.assertj.core.api.Assertions.fail;

import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The hand-written parsers against the specification's own regular expressions, on random texts
 * made of the letters that matter.
 */
class GrammarTest {
  private static final int TEXTS = 200_000;
  private static final long SEED = Long.getLong("lading.seed", new SplittableRandom().nextLong());
  private static final String COMPONENT = "[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*";
  private static final Pattern NAME = Pattern.compile(COMPONENT + "(/" + COMPONENT + ")*");
  private static final Pattern TAG = Pattern.compile("[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}");
  private static final Pattern DIGEST =
      Pattern.compile("(sha256:[a-f0-9]{64})|(sha512:[a-f0-9]{128})");
  private static final Pattern ANY_DIGEST =
      Pattern.compile("[a-z0-9]+([+._-][a-z0-9]+)*:[a-zA-Z0-9=_-]+");

  @Test
  void repositoryName_agreesWithTheSpecification() {
    compare("ab0._-/A", 12, RepositoryName::isName, text -> NAME.matcher(text).matches());
  }

  @Test
  void tag_agreesWithTheSpecification() {
    compare("aZ0_.-/:+ ", 6, Tag::isTag, text -> TAG.matcher(text).matches());
  }

  @Test
  void digest_agreesWithTheSpecification() {
    compare("a0+._-:=A", 10, GrammarTest::isGrammatical, t -> ANY_DIGEST.matcher(t).matches());
  }

  @Test
  void digest_ofARegisteredAlgorithm_agreesWithTheSpecification() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < 20_000; i++) {
      String algorithm = random.nextBoolean() ? "sha256" : "sha512";
      int length = (random.nextBoolean() ? 64 : 128) + random.nextInt(-1, 2) * random.nextInt(2);
      String text = algorithm + ":" + text(random, random.nextInt(8) == 0 ? "aF0" : "af09", length);
      if (isDigest(text) != DIGEST.matcher(text).matches()) {
        fail("'%s' is valid by one of the two only; -Dlading.seed=%d", text, SEED);
      }
    }
  }

  private static void compare(
      String alphabet, int longest, Predicate<String> ours, Predicate<String> specified) {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < TEXTS; i++) {
      String text = text(random, alphabet, random.nextInt(longest + 1));
      if (ours.test(text) != specified.test(text)) {
        fail("'%s' is valid by one of the two only; -Dlading.seed=%d", text, SEED);
      }
    }
  }

  private static String text(SplittableRandom random, String alphabet, int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }

  /** A digest of no registered algorithm is grammatical when it is called unsupported. */
  private static boolean isGrammatical(String text) {
    try {
      Digest.parse(text);
      return true;
    } catch (ContentException.DigestInvalid e) {
      return e.fault() == ContentException.DigestFault.UNSUPPORTED;
    }
  }

  private static boolean isDigest(String text) {
    try {
      return Digest.parse(text).toString().equals(text);
    } catch (ContentException.DigestInvalid _) {
      return false;
    }
  }
}
