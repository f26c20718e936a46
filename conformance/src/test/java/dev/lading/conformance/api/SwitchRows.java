package dev.lading.conformance.api;

import static dev.lading.conformance.api.Row.row;
import static dev.lading.conformance.support.Manifest.ACCEPT;
import static dev.lading.conformance.support.Manifest.IMAGE;
import static dev.lading.conformance.support.Request.delete;
import static dev.lading.conformance.support.Request.get;
import static dev.lading.conformance.support.Request.head;
import static dev.lading.conformance.support.Request.post;
import static dev.lading.conformance.support.Request.put;

import dev.lading.conformance.support.Answer;
import dev.lading.conformance.support.Content;
import dev.lading.conformance.support.Findings;
import dev.lading.conformance.support.Manifest;
import dev.lading.conformance.support.Registry;
import dev.lading.conformance.support.Repository;
import java.util.List;

/** What is refused while deletes are disabled, and while the store is read-only. */
final class SwitchRows {
  private static final Content HELLO = Content.of("hello world");

  private SwitchRows() {}

  static List<Row> deletesDisabled() {
    return List.of(
        row(
            "deletes-disabled-blob",
            "a blob is not deleted",
            repo -> {
              String path = repo.blob(repo.push(HELLO));
              disabled(repo.send(delete(path)));
              repo.send(head(path)).is(200);
            }),
        row(
            "deletes-disabled-tag",
            "a tag is not deleted",
            repo -> {
              repo.pushImage("v1");
              disabled(repo.send(delete(repo.manifest("v1"))));
              repo.send(get(repo.manifest("v1")).header("Accept", ACCEPT)).is(200);
            }),
        row(
            "deletes-disabled-manifest",
            "a manifest is not deleted",
            repo -> {
              String path = repo.manifest(repo.pushImage("v1").content().sha256());
              disabled(repo.send(delete(path)));
              repo.send(get(path).header("Accept", ACCEPT)).is(200);
            }),
        row(
            "deletes-disabled-upload",
            "an upload can still be cancelled",
            repo -> repo.send(delete(repo.openUpload())).is(204)));
  }

  static List<Row> readOnly() {
    return List.of(
        row(
            "read-only-pull",
            "what is there can be pulled",
            repo -> {
              Repository kept = kept(repo.registry(), repo.findings());
              kept.send(get(kept.manifest("v1")).header("Accept", ACCEPT)).is(200);
              kept.send(get(kept.tags())).is(200).json("/tags", "[\"v1\"]");
              kept.send(get(kept.blob(kept.unique("layer v1").sha256()))).is(200);
            }),
        row(
            "read-only-upload",
            "no upload is opened",
            repo -> readOnly(repo.send(post(repo.uploads())))),
        row(
            "read-only-mount",
            "nothing is mounted",
            repo ->
                readOnly(
                    repo.send(post(repo.uploads() + "?mount=" + HELLO.sha256() + "&from=kept")))),
        row(
            "read-only-manifest",
            "no manifest is put",
            repo -> {
              Content image = Manifest.image(HELLO).content();
              readOnly(repo.send(put(repo.manifest("v1")).type(IMAGE).body(image)));
            }),
        row(
            "read-only-delete",
            "nothing is deleted",
            repo -> {
              Repository kept = kept(repo.registry(), repo.findings());
              readOnly(kept.send(delete(kept.manifest("v1"))));
              readOnly(kept.send(delete(kept.blob(kept.unique("layer v1").sha256()))));
              kept.send(get(kept.manifest("v1")).header("Accept", ACCEPT)).is(200);
            }));
  }

  /** Pushes what is there when the read-only rows run. */
  static void prepare(Registry writable) {
    kept(writable, new Findings()).pushImage("v1");
  }

  private static Repository kept(Registry registry, Findings findings) {
    return new Repository(registry, "kept", findings);
  }

  private static void disabled(Answer answer) {
    answer.is(405).code("UNSUPPORTED").reason("deletes-disabled");
  }

  private static void readOnly(Answer answer) {
    answer.is(405).code("UNSUPPORTED").reason("read-only");
  }
}
