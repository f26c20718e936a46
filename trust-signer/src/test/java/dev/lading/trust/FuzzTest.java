package dev.lading.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.trust.canonical.CanonicalJson;
import dev.lading.trust.canonical.FileJson;
import dev.lading.trust.canonical.Json;
import dev.lading.trust.canonical.JsonReader;
import dev.lading.trust.certificate.CertificateStrength;
import dev.lading.trust.certificate.RootCertificate;
import dev.lading.trust.key.KeyType;
import dev.lading.trust.key.PublicKey;
import dev.lading.trust.key.SignatureMethod;
import dev.lading.trust.metadata.RootMetadata;
import dev.lading.trust.metadata.SignedMetadata;
import dev.lading.trust.metadata.SnapshotMetadata;
import dev.lading.trust.metadata.TargetsMetadata;
import dev.lading.trust.metadata.TimestampMetadata;
import dev.lading.trust.verify.RootPins;
import dev.lading.trust.verify.Roots;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes that nobody thought of: they are read, or refused with a reason, and nothing else. */
class FuzzTest {
  private static final Gun GUN = Gun.parse("reg.example.com/team/two");
  private static final String[] PIECES = {
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "\\",
    "\\u",
    "null",
    "-1",
    "9007199254740993",
    "1e9",
    "\"\"",
    "\"version\":",
    "\"keys\":",
    "\u0000",
    "\uFEFF",
    "\"_type\":\"Root\"",
    "\"threshold\":0",
    " "
  };

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void files_withAnyDamage_areReadOrRefused(long seed) {
    Random random = new Random(seed);
    List<byte[]> sound = sound();
    int refused = 0;
    for (int i = 0; i < 2000; i++) {
      byte[] damaged = damaged(sound.get(random.nextInt(sound.size())), random);
      if (!isRead(damaged)) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(1000);
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23, 24})
  void certificates_withAnyDamage_areReadOrRefused(long seed) throws IOException {
    Random random = new Random(seed);
    byte[] der = RootCertificate.of(Author.rootKey(GUN).shown()).leaf().getEncoded();
    for (int i = 0; i < 1000; i++) {
      PublicKey key = PublicKey.of(KeyType.ECDSA_X509, pem(damaged(der, random)));
      isRead(key::canonicalId);
      isRead(() -> key.verifies(SignatureMethod.ECDSA, der, new byte[64]));
      isRead(() -> CertificateStrength.weakness(key));
      isRead(
          () -> {
            RootCertificate certificate = RootCertificate.of(key);
            certificate.names(GUN);
            certificate.isCurrent(Vectors.NOW);
            certificate.weakness();
          });
    }
    assertThat(isRead(() -> RootCertificate.of(PublicKey.of(KeyType.ECDSA_X509, pem(der)))))
        .isTrue();
  }

  private static byte[] pem(byte[] der) {
    return ("-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder().encodeToString(der)
            + "\n-----END CERTIFICATE-----\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14})
  void values_written_areReadAgain(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 1000; i++) {
      Json value = value(random, 5);
      Json again = JsonReader.read(FileJson.text(value).getBytes(StandardCharsets.UTF_8));

      assertThat(again).isEqualTo(value);
      assertThat(CanonicalJson.encode(again)).isEqualTo(CanonicalJson.encode(value));
    }
  }

  private static boolean isRead(byte[] bytes) {
    try {
      SignedMetadata file = SignedMetadata.read(bytes);
      boolean any = false;
      for (Runnable reading :
          List.<Runnable>of(
              () -> RootMetadata.of(file),
              () -> Roots.first(file, GUN, RootPins.NONE, Vectors.NOW),
              () -> TargetsMetadata.of(file, Role.TARGETS),
              () -> SnapshotMetadata.of(file),
              () -> TimestampMetadata.of(file))) {
        any |= isRead(reading);
      }
      return any;
    } catch (TrustException e) {
      assertThat(e.text()).isNotEmpty();
      return false;
    }
  }

  private static boolean isRead(Runnable reading) {
    try {
      reading.run();
      return true;
    } catch (TrustException e) {
      return false;
    }
  }

  private static byte[] damaged(byte[] sound, Random random) {
    byte[] bytes = sound.clone();
    for (int i = random.nextInt(3); i >= 0; i--) {
      int at = random.nextInt(bytes.length);
      bytes =
          switch (random.nextInt(4)) {
            case 0 -> flipped(bytes, at, random);
            case 1 -> spliced(bytes, at, at, PIECES[random.nextInt(PIECES.length)]);
            case 2 -> spliced(bytes, at, Math.min(bytes.length, at + random.nextInt(40)), "");
            default -> spliced(bytes, at, at + 1, PIECES[random.nextInt(PIECES.length)]);
          };
    }
    return bytes;
  }

  private static byte[] flipped(byte[] bytes, int at, Random random) {
    bytes[at] ^= (byte) (1 << random.nextInt(8));
    return bytes;
  }

  private static byte[] spliced(byte[] bytes, int from, int to, String piece) {
    byte[] middle = piece.getBytes(StandardCharsets.UTF_8);
    byte[] result = new byte[from + middle.length + bytes.length - to];
    System.arraycopy(bytes, 0, result, 0, from);
    System.arraycopy(middle, 0, result, from, middle.length);
    System.arraycopy(bytes, to, result, from + middle.length, bytes.length - to);
    return result.length == 0 ? new byte[1] : result;
  }

  private static List<byte[]> sound() {
    return List.of(
        Vectors.bytes("rotate/08-accepted/root.v5.json"),
        Vectors.bytes("rotate/03-accepted/targets.v4.json"),
        Vectors.bytes("unicode-targets.json"),
        Vectors.bytes("docker/served/snapshot.v3.json"),
        Vectors.bytes("docker/served/timestamp.v3.json"));
  }

  private static Json value(Random random, int depth) {
    return switch (random.nextInt(depth == 0 ? 4 : 6)) {
      case 0 -> new Json.Null();
      case 1 -> new Json.Bool(random.nextBoolean());
      case 2 -> new Json.Num(random.nextLong(-(1L << 53), (1L << 53) + 1));
      case 3 -> new Json.Str(text(random));
      case 4 -> array(random, depth);
      default -> object(random, depth);
    };
  }

  private static Json array(Random random, int depth) {
    List<Json> elements = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      elements.add(value(random, depth - 1));
    }
    return new Json.Arr(elements);
  }

  private static Json object(Random random, int depth) {
    Map<String, Json> members = new LinkedHashMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      members.put(text(random), value(random, depth - 1));
    }
    return new Json.Obj(members);
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      int c = random.nextInt(random.nextBoolean() ? 0x80 : 0x110000);
      text.appendCodePoint(c >= 0xd800 && c <= 0xdfff ? 0x2028 : c);
    }
    return text.toString();
  }
}
