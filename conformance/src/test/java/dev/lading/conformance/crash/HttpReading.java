package dev.lading.conformance.crash;

import dev.lading.conformance.support.Answer;
import dev.lading.conformance.support.Content;
import dev.lading.conformance.support.Manifest;
import dev.lading.conformance.support.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** What a running registry hands out. */
public record HttpReading(Wire wire) implements Reading {
  @Override
  public Optional<byte[]> blob(String repository, String digest) {
    return body(Request.get("/v2/" + repository + "/blobs/" + digest));
  }

  @Override
  public Optional<byte[]> manifest(String repository, String reference) {
    return body(
        Request.get("/v2/" + repository + "/manifests/" + reference)
            .header("Accept", Manifest.ACCEPT));
  }

  @Override
  public List<String> tags(String repository) {
    Answer answer = send(Request.get("/v2/" + repository + "/tags/list?n=10000"));
    return answer.is(200, 404).status() == 404 ? List.of() : answer.texts("/tags");
  }

  private Optional<byte[]> body(Request request) {
    Answer answer = send(request);
    if (answer.is(200, 404).status() == 404) {
      return Optional.empty();
    }
    answer.header("Docker-Content-Digest", new Content(answer.body()).sha256());
    return Optional.of(answer.body());
  }

  private Answer send(Request request) {
    try {
      return wire.send(request);
    } catch (IOException e) {
      throw new UncheckedIOException(request.toString(), e);
    }
  }
}
