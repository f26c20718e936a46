package dev.lading.conformance.crash;

import dev.lading.conformance.support.Answer;
import dev.lading.conformance.support.Content;
import dev.lading.conformance.support.Manifest;
import dev.lading.conformance.support.Repository;
import dev.lading.conformance.support.Request;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * A client of one repository that keeps a journal. Every method returns when the registry has
 * acknowledged; an {@link IOException} means that it died first, and an {@link AssertionError} that
 * it refused.
 */
public record Pusher(Wire wire, String repository, Journal journal) {
  /** In two requests, as most clients do. */
  public void blob(Content content) throws IOException {
    close(start(), content, content.sha256());
  }

  /** In one request. */
  public void blobAtOnce(Content content) throws IOException {
    String digest = content.sha256();
    acknowledged(
        Request.post(path("blobs/uploads/?digest=" + digest)).bytes(content),
        201,
        List.of(Effect.of(new Named.Blob(repository, digest), digest)));
  }

  /** In chunks of {@code size} bytes, the last of them with the closing request. */
  public void blobInChunks(Content content, int size) throws IOException {
    String location = start();
    int at = 0;
    for (; content.size() - at > size; at += size) {
      location = append(location, content.slice(at, at + size), at);
    }
    close(location, content.slice(at, content.size()), content.sha256());
  }

  /** Opens an upload and returns its Location. */
  public String start() throws IOException {
    return location(wire.send(Request.post(path("blobs/uploads/"))).is(202));
  }

  /** Returns the Location to go on at. */
  public String append(String location, Content chunk, int offset) throws IOException {
    Request request =
        Request.patch(location)
            .contentRange(offset + "-" + (offset + chunk.size() - 1))
            .bytes(chunk);
    return location(wire.send(request).is(202));
  }

  public void close(String location, Content last, String digest) throws IOException {
    acknowledged(
        Request.put(Repository.closing(location, digest)).bytes(last),
        201,
        List.of(Effect.of(new Named.Blob(repository, digest), digest)));
  }

  public void mount(String digest, String from) throws IOException {
    acknowledged(
        Request.post(path("blobs/uploads/?mount=" + digest + "&from=" + from)),
        201,
        List.of(Effect.of(new Named.Blob(repository, digest), digest)));
  }

  /** Pushes a manifest under a tag. */
  public void tagged(Manifest manifest, String tag) throws IOException {
    putManifest(manifest, tag, List.of(tag));
  }

  /** Pushes a manifest under its digest, and sets tags with it. */
  public void byDigest(Manifest manifest, String... tags) throws IOException {
    String query = String.join("&", Arrays.stream(tags).map(tag -> "tag=" + tag).toList());
    putManifest(
        manifest,
        manifest.content().sha256() + (query.isEmpty() ? "" : "?" + query),
        List.of(tags));
  }

  public void removeTag(String tag) throws IOException {
    acknowledged(
        Request.delete(path("manifests/" + tag)),
        202,
        List.of(Effect.removes(new Named.Tag(repository, tag))));
  }

  /**
   * @param tags all that name it
   */
  public void removeManifest(String digest, List<String> tags) throws IOException {
    List<Effect> effects = new ArrayList<>();
    effects.add(Effect.removes(new Named.Revision(repository, digest)));
    tags.forEach(tag -> effects.add(Effect.removes(new Named.Tag(repository, tag))));
    acknowledged(Request.delete(path("manifests/" + digest)), 202, effects);
  }

  public void removeBlob(String digest) throws IOException {
    acknowledged(
        Request.delete(path("blobs/" + digest)),
        202,
        List.of(Effect.removes(new Named.Blob(repository, digest))));
  }

  private void putManifest(Manifest manifest, String reference, List<String> tags)
      throws IOException {
    String digest = manifest.content().sha256();
    List<Effect> effects =
        Stream.concat(
                Stream.of(new Named.Revision(repository, digest)),
                tags.stream().map(tag -> new Named.Tag(repository, tag)))
            .map(name -> Effect.of(name, digest))
            .toList();
    acknowledged(
        Request.put(path("manifests/" + reference))
            .type(manifest.mediaType())
            .body(manifest.content()),
        201,
        effects);
  }

  private void acknowledged(Request request, int status, List<Effect> effects) throws IOException {
    journal.attempt(effects);
    Answer answer = wire.send(request).is(status);
    journal.acknowledged(answer.header("X-Request-Id"));
  }

  private String path(String rest) {
    return "/v2/" + repository + "/" + rest;
  }

  private static String location(Answer answer) {
    return Repository.pathOf(answer.location());
  }
}
