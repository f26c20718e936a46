package dev.lading.trust.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.trust.Gun;
import dev.lading.trust.Role;
import dev.lading.trust.Role.ServerRole;
import dev.lading.trust.Vectors;
import dev.lading.trust.canonical.Json;
import dev.lading.trust.canonical.JsonReader;
import dev.lading.trust.key.KeyId;
import dev.lading.trust.key.KeyType;
import dev.lading.trust.key.PublicKey;
import dev.lading.trust.metadata.ServerMetadata;
import dev.lading.trust.metadata.Signature;
import dev.lading.trust.metadata.SignedMetadata;
import dev.lading.trust.metadata.SnapshotMetadata;
import dev.lading.trust.metadata.TimestampMetadata;
import dev.lading.trust.publish.UpdateResult.Accepted;
import dev.lading.trust.publish.UpdateResult.Refused;
import dev.lading.trust.signer.RoleSigner;
import dev.lading.trust.verify.RootPins;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every upload of the real clients, one after the other, against the real server's answers. */
class RecordedUploadsTest {
  /** Custom data that notary reads as other numbers than are written, and so cannot verify. */
  private static final List<String> REFUSED_FOR_ANOTHER_REASON =
      List.of("names/10-rejected", "names/11-rejected", "names/13-rejected");

  @ParameterizedTest
  @CsvSource({
    "names,   reg.example.com/team/app",
    "rotate,  reg.example.com/team/two",
    "docker,  localhost:4443/team/img"
  })
  void uploads_areAnsweredAsNotaryServerDid(String set, String gun)
      throws IOException, URISyntaxException {
    MemoryState state = new MemoryState();
    for (String upload : uploads(set)) {
      if (upload.endsWith("-rejected")) {
        requireRefusal(upload, accept(set, gun, state, upload, Vectors.NOW));
      } else {
        state.store(requireNotarysFiles(set, gun, state, upload));
      }
    }
    assertThat(state.get(Role.TIMESTAMP).version()).isGreaterThan(2);
  }

  private static void requireRefusal(String upload, UpdateResult result) {
    Json.Obj answer = (Json.Obj) JsonReader.read(Vectors.bytes(upload + "/RESPONSE.json"));
    Json.Arr errors = (Json.Arr) answer.members().getOrDefault("errors", new Json.Null());
    Map<String, Json> error = ((Json.Obj) errors.elements().getFirst()).members();

    assertThat(result).as(upload).isInstanceOf(Refused.class);
    Refused refused = (Refused) result;
    assertThat(new Json.Str(refused.error().name())).isEqualTo(error.get("code"));
    assertThat(new Json.Str(refused.error().message())).isEqualTo(error.get("message"));
    if (REFUSED_FOR_ANOTHER_REASON.contains(upload)) {
      assertThat(refused.detail().orElseThrow().toString())
          .contains("ErrBadTargets", "json: unsupported value: ");
    } else {
      assertThat(refused.detail().orElseThrow()).as(upload).isEqualTo(error.get("detail"));
    }
  }

  /**
   * Notary reads its clock once for the snapshot and again for the timestamp; here it stands still.
   * So whichever the server made first is the one that must be the same byte for byte.
   */
  private static Map<Role, SignedMetadata> requireNotarysFiles(
      String set, String gun, MemoryState state, String upload) {
    long snapshotVersion = state.find(Role.SNAPSHOT).map(SignedMetadata::version).orElse(0L) + 1;
    long timestampVersion = state.find(Role.TIMESTAMP).map(SignedMetadata::version).orElse(0L) + 1;
    SignedMetadata timestamp = served(set, Role.TIMESTAMP, timestampVersion);
    boolean snapshotIsClients =
        parts(upload).stream().anyMatch(part -> part.filename().equals("snapshot"));

    Instant now =
        snapshotIsClients
            ? TimestampMetadata.of(timestamp).expires().minus(ServerSigning.TIMESTAMP_LIFETIME)
            : SnapshotMetadata.of(served(set, Role.SNAPSHOT, snapshotVersion))
                .expires()
                .minus(ServerSigning.SNAPSHOT_LIFETIME);
    UpdateResult result = accept(set, gun, state, upload, now);

    assertThat(result).as(upload).isInstanceOf(Accepted.class);
    Accepted accepted = (Accepted) result;
    SignedMetadata snapshot = accepted.get(Role.SNAPSHOT);
    SignedMetadata made = accepted.get(Role.TIMESTAMP);
    assertThat(text(snapshot)).isEqualTo(text(served(set, Role.SNAPSHOT, snapshot.version())));
    assertThat(made.version()).isEqualTo(timestampVersion);
    assertThat(TimestampMetadata.of(made).snapshot()).isEqualTo(snapshot.meta());
    if (snapshotIsClients) {
      assertThat(text(made)).isEqualTo(text(timestamp));
    }
    Map<Role, SignedMetadata> files = new HashMap<>(accepted.files());
    files.put(Role.TIMESTAMP, timestamp);
    return files;
  }

  private static String text(SignedMetadata file) {
    return new String(file.bytes(), StandardCharsets.UTF_8);
  }

  private static UpdateResult accept(
      String set, String gun, MemoryState state, String upload, Instant now) {
    return new Publishing(new Recorded(set), UpdateLimits.DEFAULT, any -> RootPins.NONE)
        .accept(Gun.parse(gun), state, parts(upload), now);
  }

  private static List<String> uploads(String set) {
    return names(set).stream()
        .filter(name -> name.endsWith("ed"))
        .filter(name -> !name.equals("served"))
        .map(name -> set + "/" + name)
        .toList();
  }

  private static List<UploadedPart> parts(String upload) {
    List<UploadedPart> parts = new ArrayList<>();
    for (String name : names(upload)) {
      if (!name.equals("RESPONSE.json")) {
        String role = name.substring(0, name.indexOf('.')).replace("__", "/");
        parts.add(new UploadedPart(role, Vectors.bytes(upload + "/" + name)));
      }
    }
    return parts;
  }

  private static List<String> names(String directory) {
    try (Stream<Path> files = Files.list(path(directory))) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    } catch (IOException | URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Path path(String directory) throws URISyntaxException {
    return Path.of(
        Objects.requireNonNull(Vectors.class.getResource("vectors/" + directory)).toURI());
  }

  private static SignedMetadata served(String set, Role role, long version) {
    return SignedMetadata.read(Vectors.bytes(set + "/served/" + role + ".v" + version + ".json"));
  }

  /** The server's keys of that time are gone, but not what they signed. */
  private record Recorded(String set) implements RoleSigner {
    @Override
    public PublicKey pending(Gun gun, ServerRole role, KeyType type) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean holds(Gun gun, ServerRole role, KeyId id) {
      return names(set + "/served").stream()
          .filter(name -> name.startsWith(role.text()))
          .map(name -> SignedMetadata.read(Vectors.bytes(set + "/served/" + name)))
          .flatMap(file -> file.signatures().stream())
          .anyMatch(signature -> signature.keyId().equals(id.hex()));
    }

    @Override
    public Signature sign(Gun gun, KeyId id, ServerMetadata body) {
      return served(set, body.role(), body.version().number()).signatures().stream()
          .filter(signature -> signature.keyId().equals(id.hex()))
          .findFirst()
          .orElseThrow();
    }
  }
}
