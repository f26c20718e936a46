package dev.lading.conformance.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lading.conformance.support.Content;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Looks at a store after a crash: everything acknowledged is there and right, and whatever else is
 * there is whole. Mutable, for one thread and one look.
 */
public final class Inspection {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Reading reading;
  private final List<String> faults = new ArrayList<>();
  private final Map<Named, Optional<String>> found = new HashMap<>();

  private Inspection(Reading reading) {
    this.reading = reading;
  }

  /**
   * What was seen.
   *
   * @param faults each in a sentence; none when all is well
   * @param found what each expected name holds now
   */
  public record Result(List<String> faults, List<Effect> found) {}

  public static Result of(Reading reading, Expectations expectations) {
    return new Inspection(reading).look(expectations.allowed());
  }

  private Result look(Map<Named, Set<Optional<String>>> allowed) {
    List<Effect> seen = new ArrayList<>();
    allowed.forEach(
        (name, digests) -> {
          Optional<String> digest = digest(name);
          seen.add(new Effect(name, digest));
          if (!digests.contains(digest)) {
            faults.add("%s is %s, not one of %s".formatted(name, digest, digests));
          }
        });
    allowed.keySet().stream()
        .map(Named::repository)
        .collect(Collectors.toSet())
        .forEach(repository -> requireTagsListed(repository, allowed.keySet()));
    return new Result(List.copyOf(faults), seen);
  }

  /** What is found under a name; it is read, hashed and followed once. */
  private Optional<String> digest(Named name) {
    Optional<String> known = found.get(name);
    if (known == null) {
      known = read(name);
      found.put(name, known);
    }
    return known;
  }

  private Optional<String> read(Named name) {
    return switch (name) {
      case Named.Blob(String repository, String digest) ->
          hashed(name, digest, reading.blob(repository, digest));
      case Named.Revision(String repository, String digest) -> {
        Optional<byte[]> bytes = reading.manifest(repository, digest);
        bytes.ifPresent(manifest -> requireWhole(name, manifest));
        yield hashed(name, digest, bytes);
      }
      case Named.Tag(String repository, String tag) ->
          reading
              .manifest(repository, tag)
              .map(bytes -> new Content(bytes).sha256())
              .filter(digest -> isRevision(name, digest));
    };
  }

  private Optional<String> hashed(Named name, String digest, Optional<byte[]> bytes) {
    Optional<String> actual = bytes.map(content -> new Content(content).sha256());
    if (actual.isPresent() && !actual.get().equals(digest)) {
      faults.add("%s is served torn: %d bytes".formatted(name, bytes.get().length));
    }
    return actual;
  }

  private boolean isRevision(Named tag, String digest) {
    boolean there = digest(new Named.Revision(tag.repository(), digest)).isPresent();
    if (!there) {
      faults.add("%s is served, but %s is not".formatted(tag, digest));
    }
    return there;
  }

  private void requireWhole(Named manifest, byte[] bytes) {
    JsonNode tree;
    try {
      tree = JSON.readTree(bytes);
    } catch (IOException _) {
      return; // its digest is wrong too
    }
    String repository = manifest.repository();
    tree.path("layers").forEach(layer -> requireBlob(manifest, layer));
    if (tree.has("config")) {
      requireBlob(manifest, tree.path("config"));
    }
    for (JsonNode child : tree.path("manifests")) {
      var revision = new Named.Revision(repository, child.path("digest").asText());
      if (digest(revision).isEmpty()) {
        faults.add("%s is served without %s".formatted(manifest, revision));
      }
    }
  }

  private void requireBlob(Named manifest, JsonNode descriptor) {
    var blob = new Named.Blob(manifest.repository(), descriptor.path("digest").asText());
    if (digest(blob).isEmpty()) {
      faults.add("%s is served without %s".formatted(manifest, blob));
    }
  }

  /** A tag is listed exactly when it can be pulled. */
  private void requireTagsListed(String repository, Set<Named> expected) {
    List<String> listed = reading.tags(repository);
    for (String tag : listed) {
      if (digest(new Named.Tag(repository, tag)).isEmpty()) {
        faults.add("%s lists %s, which cannot be pulled".formatted(repository, tag));
      }
    }
    for (Named name : expected) {
      if (name instanceof Named.Tag(String in, String tag)
          && in.equals(repository)
          && digest(name).isPresent()
          && !listed.contains(tag)) {
        faults.add("%s does not list %s, which can be pulled".formatted(repository, tag));
      }
    }
  }
}
