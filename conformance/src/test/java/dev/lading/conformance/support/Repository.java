package dev.lading.conformance.support;

import static dev.lading.conformance.support.Request.head;
import static dev.lading.conformance.support.Request.post;
import static dev.lading.conformance.support.Request.put;

import java.io.IOException;
import java.net.URI;

/**
 * One repository on the registry under test, that nobody else uses, and what a client does there.
 * Paths are built here and nowhere else; requests go out by {@link #send}. The verbs that prepare a
 * state ({@code push...}, {@link #openUpload}) fail when the registry refuses.
 */
public record Repository(Registry registry, String name, Findings findings) {
  public Answer send(Request request) {
    return Wire.restAssured(registry.url(), request, findings);
  }

  /** A connection of the caller's own to the registry. */
  public RawConnection connect() throws IOException {
    return RawConnection.to(registry.url(), findings);
  }

  /** Another repository nobody else uses, on the same registry. */
  public Repository other() {
    return new Repository(registry, name + "-other", findings);
  }

  /** Content that no other test pushes. */
  public Content unique(String text) {
    return Content.of(text + " of " + name);
  }

  public String path(String rest) {
    return "/v2/" + name + "/" + rest;
  }

  public String blob(String digest) {
    return path("blobs/" + digest);
  }

  public String manifest(String reference) {
    return path("manifests/" + reference);
  }

  public String uploads() {
    return path("blobs/uploads/");
  }

  public String tags() {
    return path("tags/list");
  }

  public String referrers(String digest) {
    return path("referrers/" + digest);
  }

  /** Pushes a blob under its SHA-256 and returns that digest. */
  public String push(Content content) {
    return push(content, content.sha256());
  }

  public String push(Content content, String digest) {
    send(put(closing(openUpload(), digest)).bytes(content)).is(201);
    return digest;
  }

  /** The Location of a new upload. */
  public String openUpload() {
    return send(post(uploads())).is(202).location();
  }

  /** {@code location} with the digest put into its query, whatever it holds already. */
  public static String closing(String location, String digest) {
    return location + (location.contains("?") ? "&" : "?") + "digest=" + digest;
  }

  /**
   * Pushes a manifest under a tag and returns its SHA-256 digest; its references must be there
   * already.
   */
  public String pushManifest(String tag, Manifest manifest) {
    send(put(manifest(tag)).type(manifest.mediaType()).body(manifest.content())).is(201);
    return manifest.content().sha256();
  }

  /** Pushes a manifest under its SHA-256 digest. */
  public String pushManifest(Manifest manifest) {
    return pushManifest(manifest.content().sha256(), manifest);
  }

  /** Pushes an image of this repository's own: its config, one layer, its manifest. */
  public Manifest pushImage(String tag) {
    Manifest image = image(tag);
    pushManifest(tag, image);
    return image;
  }

  /** The manifest of an image whose config and layer are pushed, itself not. */
  public Manifest image(String flavour) {
    push(config(flavour));
    push(unique("layer " + flavour));
    return manifestOf(flavour);
  }

  /** The same without pushing anything. */
  public Manifest manifestOf(String flavour) {
    return Manifest.image(config(flavour), unique("layer " + flavour));
  }

  /** This repository, as another registry or listener serves it. */
  public Repository on(Registry other) {
    return new Repository(other, name, findings);
  }

  public boolean has(String path) {
    return send(head(path).header("Accept", Manifest.ACCEPT)).is(200, 404).status() == 200;
  }

  /** The path and query of a Location, whether it came relative or absolute. */
  public static String pathOf(String location) {
    URI uri = URI.create(location);
    return uri.getRawQuery() == null
        ? uri.getRawPath()
        : uri.getRawPath() + "?" + uri.getRawQuery();
  }

  private static Content config(String flavour) {
    return Content.of(
        "{\"os\":\"linux\",\"architecture\":\"amd64\",\"author\":\"%s\"}".formatted(flavour));
  }
}
