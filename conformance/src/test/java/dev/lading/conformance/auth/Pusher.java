package dev.lading.conformance.auth;

import dev.lading.conformance.support.Content;
import dev.lading.conformance.support.Manifest;
import dev.lading.conformance.support.Repository;
import dev.lading.conformance.support.Request;

/**
 * Pushes images as somebody.
 *
 * @param authorization goes with every request
 */
record Pusher(HttpsClient client, String repository, String authorization) {
  /**
   * An image of its own; every answer must be the right one.
   *
   * @return its digest
   */
  String push(String tag) {
    Content config = Content.of("{\"os\":\"linux\",\"author\":\"%s\"}".formatted(tag));
    Content layer = Content.of("layer of " + tag);
    push(config);
    push(layer);
    Manifest image = Manifest.image(config, layer);
    Request put = Request.put(path("manifests/" + tag)).type(image.mediaType());
    client.send(signed(put.body(image.content()))).is(201);
    return image.content().sha256();
  }

  private void push(Content blob) {
    String location = client.send(signed(Request.post(path("blobs/uploads/")))).is(202).location();
    String target = Repository.pathOf(Repository.closing(location, blob.sha256()));
    client.send(signed(Request.put(target).bytes(blob))).is(201);
  }

  String path(String rest) {
    return "/v2/" + repository + "/" + rest;
  }

  Request signed(Request request) {
    return request.header("Authorization", authorization);
  }
}
