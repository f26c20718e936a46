package dev.lading.conformance.bench.wire;

import java.io.IOException;
import java.util.Map;

/**
 * Pushes as docker and skopeo do, over one keep-alive connection; every step's status is checked.
 */
public record Push(Connection connection, String repository) {
  /**
   * {@code GET /v2/}, each blob after a HEAD that finds it missing, then the manifest under the
   * tag.
   */
  public void image(Image image, String tag) throws IOException {
    connection.exchange(Request.get("/v2/")).expect(200);
    for (Content blob : image.blobs()) {
      connection.exchange(Request.head(blobPath(blob.digest()))).expect(404);
      blob(blob.digest(), new Body.Bytes(blob.bytes()));
    }
    manifest(image, tag);
  }

  /** Each blob, then the manifest under the tag, without asking for anything first. */
  public void contents(Image image, String tag) throws IOException {
    for (Content blob : image.blobs()) {
      blob(blob.digest(), new Body.Bytes(blob.bytes()));
    }
    manifest(image, tag);
  }

  private void manifest(Image image, String tag) throws IOException {
    Map<String, String> type = Map.of("Content-Type", Request.MANIFEST_TYPE);
    var body = new Body.Bytes(image.manifest().bytes());
    connection.exchange(new Request("PUT", manifestPath(tag), type, body)).expect(201);
  }

  /** POST, one PATCH with all bytes, PUT with the digest. */
  public void blob(String digest, Body body) throws IOException {
    close(uploaded(body), digest);
  }

  /** POST and one PATCH with all bytes: where the upload is closed. */
  public String uploaded(Body body) throws IOException {
    Response opened =
        connection.exchange(
            new Request("POST", "/v2/" + repository + "/blobs/uploads/", Body.none()));
    Map<String, String> type = Map.of("Content-Type", "application/octet-stream");
    var patch = new Request("PATCH", opened.expect(202).location(), type, body);
    return connection.exchange(patch).expect(202).location();
  }

  /** PUT with the digest, which makes the upload a blob. */
  public void close(String location, String digest) throws IOException {
    String separator = location.contains("?") ? "&" : "?";
    connection
        .exchange(new Request("PUT", location + separator + "digest=" + digest, Body.none()))
        .expect(201);
  }

  /** Reads the image back and compares the hash of every part. */
  public void verify(Image image, String tag) throws IOException {
    verify(connection, manifestPath(tag), image.manifest().digest());
    for (Content blob : image.blobs()) {
      verifyBlob(blob.digest());
    }
  }

  /** Reads the blob back and compares its hash. */
  public void verifyBlob(String digest) throws IOException {
    verify(connection, blobPath(digest), digest);
  }

  /** Reads what the path holds and compares its hash. */
  public static void verify(Connection connection, String path, String digest) throws IOException {
    var hash = Content.sha256();
    connection.exchange(Request.get(path), hash::update).expect(200);
    String got = Content.digest(hash);
    if (!got.equals(digest)) {
      throw new UnexpectedAnswer(path + " came back as " + got + " instead of " + digest);
    }
  }

  private String blobPath(String digest) {
    return "/v2/" + repository + "/blobs/" + digest;
  }

  private String manifestPath(String reference) {
    return "/v2/" + repository + "/manifests/" + reference;
  }
}
