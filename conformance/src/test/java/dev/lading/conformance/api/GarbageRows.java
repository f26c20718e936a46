package dev.lading.conformance.api;

import static dev.lading.conformance.api.Row.row;
import static dev.lading.conformance.support.Request.delete;

import dev.lading.conformance.support.Answer;
import dev.lading.conformance.support.Content;
import dev.lading.conformance.support.Manifest;
import java.util.List;
import java.util.Map;

/** What answers to removals tell of the bytes, where a collector runs by itself. */
final class GarbageRows {
  static final Map<String, Object> SETTINGS = Map.of("gc.every", "6h");
  private static final String TIME = "\"20[0-9-]+T[0-9:]+Z\"";

  private GarbageRows() {}

  static List<Row> rows() {
    return List.of(
        row(
            "garbage-manifest",
            "the removal of a manifest tells how many bytes may go, and when",
            repo -> {
              Manifest image = repo.pushImage("v1");
              tells(repo.send(delete(repo.manifest(image.content().sha256()))), "[1-9][0-9]{2,}");
            }),
        row(
            "garbage-blob",
            "so does the removal of a blob",
            repo -> {
              Content layer = repo.unique("layer");
              tells(repo.send(delete(repo.blob(repo.push(layer)))), "" + layer.size());
            }),
        row(
            "garbage-tag",
            "the removal of a tag frees nothing while untagged manifests stay",
            repo -> {
              repo.pushImage("v1");
              repo.send(delete(repo.manifest("v1"))).is(202).noHeader("Lading-Garbage");
            }));
  }

  private static void tells(Answer answer, String bytes) {
    answer.is(202);
    answer.headerMatches(
        "Lading-Garbage", "after=" + TIME + ", free=" + TIME + ", bytes=" + bytes + ", scheduled");
  }
}
