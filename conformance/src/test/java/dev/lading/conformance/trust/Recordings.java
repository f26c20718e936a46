package dev.lading.conformance.trust;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lading.conformance.trust.Owner.Signer;
import dev.lading.conformance.trust.Owner.Start;
import dev.lading.trust.Role;
import dev.lading.trust.TrustException.JsonInvalid;
import dev.lading.trust.canonical.CanonicalJson;
import dev.lading.trust.canonical.FileJson;
import dev.lading.trust.canonical.JsonReader;
import dev.lading.trust.metadata.Signature;
import dev.lading.trust.publish.UploadedPart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What notary's and Docker's programs once sent to a server of notary's. That server's keys are
 * gone: so each update as it was sent, which no other server can accept; and the targets in it, as
 * they were written, in the place of an owner's.
 */
final class Recordings {
  private static final Path VECTORS =
      Path.of("../trust-signer/src/test/resources/dev/lading/trust/vectors");

  private Recordings() {}

  static Stream<Exchange> all() {
    return uploads().stream()
        .flatMap(upload -> Stream.concat(Stream.of(asItWas(upload)), withItsTargets(upload)));
  }

  private static List<Path> uploads() {
    try (Stream<Path> directories = Files.walk(VECTORS, 2)) {
      return directories
          .filter(each -> each.getFileName().toString().matches("[0-9]+-(accepted|rejected)"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Exchange asItWas(Path upload) {
    return Exchange.upload(name(upload), Start.EMPTY, _ -> parts(upload));
  }

  private static Stream<Exchange> withItsTargets(Path upload) {
    return parts(upload).stream()
        .filter(part -> part.filename().equals("targets"))
        .map(
            part ->
                Exchange.upload(
                    name(upload) + ", its targets",
                    Start.SERVERS_SNAPSHOTS,
                    owner -> List.of(new UploadedPart("targets", anew(owner, part)))));
  }

  /** Every character of what was signed stays as it is, but for the version. */
  private static byte[] anew(Owner owner, UploadedPart part) {
    String file = new String(part.bytes(), UTF_8);
    String begin = "{\"signed\":";
    String signed =
        file.substring(begin.length(), file.lastIndexOf(",\"signatures\":"))
            .replaceFirst("\"version\":[0-9]+}$", "\"version\":3}");
    Signer signer = owner.signer(Role.TARGETS);
    Signature signature = Signature.make(signer.key(), signer.shown().id(), message(signed));
    return (begin + signed + ",\"signatures\":[" + FileJson.text(Owner.json(signature)) + "]}")
        .getBytes(UTF_8);
  }

  /** What is no canonical JSON, its author's program signed as it was. */
  private static byte[] message(String signed) {
    try {
      return CanonicalJson.encode(JsonReader.read(signed.getBytes(UTF_8)));
    } catch (JsonInvalid _) {
      return signed.getBytes(UTF_8);
    }
  }

  private static List<UploadedPart> parts(Path upload) {
    try (Stream<Path> files = Files.list(upload)) {
      return files.filter(file -> !isAnswer(file)).sorted().map(Recordings::part).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isAnswer(Path file) {
    return file.endsWith("RESPONSE.json");
  }

  /** {@code targets__releases.v1.json} holds the role {@code targets/releases}. */
  private static UploadedPart part(Path file) {
    try {
      String role = file.getFileName().toString().split("\\.", -1)[0].replace("__", "/");
      return new UploadedPart(role, Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String name(Path upload) {
    return VECTORS.relativize(upload).toString();
  }
}
