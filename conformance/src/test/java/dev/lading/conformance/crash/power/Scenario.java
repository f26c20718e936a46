package dev.lading.conformance.crash.power;

import dev.lading.conformance.crash.Journal;
import dev.lading.conformance.crash.Pusher;
import dev.lading.conformance.crash.Wire;
import dev.lading.conformance.support.Content;
import dev.lading.conformance.support.Manifest;
import java.io.IOException;
import java.util.List;

/** What clients do while they are recorded; contents are small, as traces hold them all. */
final class Scenario {
  private static final Content BASE = Content.of("base ".repeat(600));
  private static final Content TOP = Content.of("top ".repeat(10));

  private Scenario() {}

  /** One client, one request after the other: every way to push, then deletes. */
  static List<Journal> everything(Wire wire) throws IOException {
    var journal = new Journal();
    var app = new Pusher(wire, "library/app", journal);
    push(app);
    var copy = new Pusher(wire, "team/copy", journal);
    Content config = config("copied");
    copy.mount(BASE.sha256(), "library/app");
    copy.blob(config);
    Manifest image = Manifest.image(config, BASE);
    copy.byDigest(image, "one", "two");
    app.removeTag("every");
    copy.removeManifest(image.content().sha256(), List.of("one", "two"));
    copy.removeBlob(config.sha256());
    return List.of(journal);
  }

  private static void push(Pusher app) throws IOException {
    Content config = config("first");
    app.blob(config);
    app.blobInChunks(BASE, 1000);
    app.blobAtOnce(TOP);
    Manifest first = Manifest.image(config, BASE, TOP);
    app.tagged(first, "latest");
    Content changed = config("second");
    app.blob(changed);
    Manifest second = Manifest.image(changed, BASE);
    app.tagged(second, "latest");
    app.byDigest(Manifest.index(first, second), "all", "every");
    app.blob(Manifest.EMPTY_JSON);
    app.byDigest(Manifest.artifact("application/vnd.example.note").subject(first));
  }

  /** What one of several clients does who push the same layers to repositories of their own. */
  static Journal sharedLayers(Wire wire, String repository) throws IOException {
    var journal = new Journal();
    var client = new Pusher(wire, repository, journal);
    client.blob(BASE);
    client.blobAtOnce(TOP);
    Content config = config("shared");
    client.blob(config);
    client.tagged(Manifest.image(config, BASE, TOP), "latest");
    return journal;
  }

  private static Content config(String author) {
    return Content.of("{\"author\":\"%s\"}".formatted(author));
  }
}
