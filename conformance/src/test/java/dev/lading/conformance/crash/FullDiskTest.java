package dev.lading.conformance.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.conformance.clients.Needs;
import dev.lading.conformance.support.Answer;
import dev.lading.conformance.support.Content;
import dev.lading.conformance.support.LadingServer;
import dev.lading.conformance.support.Manifest;
import dev.lading.conformance.support.RegistryProcess;
import dev.lading.conformance.support.Repository;
import dev.lading.conformance.support.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A full disk is told to clients, breaks nothing, and is forgotten when there is room again. */
@Needs({"mount", "umount"})
class FullDiskTest {
  private static final int DISK_MEBIBYTES = 8;
  private static final int TAKEN = 1 << 20;
  private static final int LARGE = 600_000;
  private static final String NAME = "full/disk";

  private final Random random = new Random(1);
  private final Journal journal = new Journal();

  @Test
  void fullDisk_isTold_tearsNothing_andIsForgotten(@TempDir Path directory) throws IOException {
    LadingServer lading = LadingServer.in(directory);
    try (SmallDisk disk = SmallDisk.mount(Files.createDirectory(lading.store()), DISK_MEBIBYTES)) {
      disk.take(TAKEN);
      try (RegistryProcess server = lading.start();
          Wire wire = new Wire(server)) {
        pushImage(wire, "before");
        fill(wire);
        refuseAll(wire);
        inspect(wire);
        disk.giveBack();
        pushImage(wire, "after");
        inspect(wire);
      }
      try (RegistryProcess again = lading.start();
          Wire wire = new Wire(again)) {
        inspect(wire);
      }
    }
  }

  private void pushImage(Wire wire, String tag) throws IOException {
    var pusher = new Pusher(wire, NAME, journal);
    Content layer = content(LARGE / 2);
    pusher.blob(Manifest.EMPTY_JSON);
    pusher.blobInChunks(layer, LARGE / 5);
    pusher.tagged(Manifest.image(Manifest.EMPTY_JSON, layer), tag);
  }

  /** Pushes large blobs until one is refused, then smaller ones. */
  private void fill(Wire wire) throws IOException {
    for (int size = LARGE; size > LARGE / 10; ) {
      Content content = content(size);
      Answer answer = put(wire, content);
      if (answer.status() == 201) {
        journal.attempt(List.of(effect(content)));
        journal.acknowledged(answer.header("X-Request-Id"));
      } else {
        refused(wire, answer, "blobs/" + content.sha256());
        size /= 2;
      }
    }
  }

  /** Every way to write something large. */
  private void refuseAll(Wire wire) throws IOException {
    Content blob = content(LARGE);
    String name = "blobs/" + blob.sha256();
    refused(wire, put(wire, blob), name);
    Answer start = wire.send(Request.post(path("blobs/uploads/")));
    if (start.status() == 202) {
      String location = Repository.pathOf(start.location());
      refused(wire, wire.send(Request.patch(location).bytes(blob)), name);
      refused(
          wire,
          wire.send(Request.put(Repository.closing(location, blob.sha256())).bytes(blob)),
          name);
    } else {
      refused(wire, start, name);
    }
    Manifest manifest =
        Manifest.image(Manifest.EMPTY_JSON).annotation("dev.example.big", "x".repeat(LARGE));
    Request put = Request.put(path("manifests/big")).type(manifest.mediaType());
    refused(wire, wire.send(put.body(manifest.content())), "manifests/big");
  }

  /** A clear answer, and nothing is there by the name of what was refused. */
  private static void refused(Wire wire, Answer answer, String name) throws IOException {
    answer.is(507, 503);
    assertThat(answer.errors()).as(answer.toString()).isNotEmpty();
    wire.send(Request.head(path(name)).header("Accept", Manifest.ACCEPT)).is(404);
  }

  private void inspect(Wire wire) {
    assertThat(Inspection.of(new HttpReading(wire), journal.expectations()).faults()).isEmpty();
  }

  private static Answer put(Wire wire, Content content) throws IOException {
    return wire.send(
        Request.post(path("blobs/uploads/?digest=" + content.sha256())).bytes(content));
  }

  private static Effect effect(Content content) {
    return Effect.of(new Named.Blob(NAME, content.sha256()), content.sha256());
  }

  private static String path(String rest) {
    return "/v2/" + NAME + "/" + rest;
  }

  private Content content(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return new Content(bytes);
  }
}
