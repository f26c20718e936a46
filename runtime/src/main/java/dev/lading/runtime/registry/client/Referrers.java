package dev.lading.runtime.registry.client;

import dev.lading.content.ContentException;
import dev.lading.content.Descriptor;
import dev.lading.content.Digest;
import dev.lading.content.Manifest;
import dev.lading.content.MediaType;
import dev.lading.content.RepositoryName;
import dev.lading.content.Tag;
import dev.lading.runtime.registry.RegistryException.BadAnswer;
import dev.lading.runtime.registry.http.Answer;
import dev.lading.runtime.registry.http.ErrorEnvelope;
import dev.lading.runtime.registry.http.Method;
import dev.lading.runtime.registry.http.Request;
import dev.lading.runtime.registry.login.Scope;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What refers to a manifest: signatures, attestations, lists of parts.
 *
 * @see <a
 *     href="https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#listing-referrers">OCI
 *     distribution-spec, listing referrers</a>
 */
public final class Referrers {
  private static final int MOST_PAGES = 1000;
  private static final int LONGEST_HEX = 64;

  private final Caller caller;
  private final RepositoryName name;

  Referrers(Caller caller, RepositoryName name) {
    this.caller = caller;
    this.name = name;
  }

  /**
   * All of them; of a registry that does not know the question, those in the index that clients
   * keep under a tag instead.
   *
   * @throws BadAnswer when a page is no index, or there is no end of them
   */
  public List<Descriptor> of(Digest subject) {
    List<Descriptor> all = new ArrayList<>();
    Optional<URI> page = Optional.of(caller.uri(name + "/referrers/" + subject));
    for (int pages = 0; page.isPresent(); pages++) {
      URI uri = page.get();
      if (pages == MOST_PAGES) {
        throw new BadAnswer(uri, "no end of referrers");
      }
      try (Answer answer = caller.send(Request.of(Method.GET, uri), Scope.pull(name))) {
        if (answer.status() == 404 && pages == 0) {
          return tagged(subject);
        }
        if (!answer.isSuccess()) {
          throw ErrorEnvelope.refused(answer);
        }
        all.addAll(read(answer.uri(), answer.read(Manifests.LIMIT_BYTES)));
        page = Links.next(caller, answer);
      }
    }
    return all;
  }

  private List<Descriptor> tagged(Digest subject) {
    String hex = subject.hex().substring(0, Math.min(LONGEST_HEX, subject.hex().length()));
    Tag tag = new Tag(subject.algorithm().id() + "-" + hex);
    return new Manifests(caller, name)
        .find(tag)
        .map(index -> read(caller.uri(name + "/manifests/" + tag), index.bytes()))
        .orElse(List.of());
  }

  private static List<Descriptor> read(URI uri, byte[] bytes) {
    try {
      return Manifest.parse(bytes, Optional.of(MediaType.OCI_INDEX.toString())).manifests();
    } catch (ContentException.ManifestInvalid e) {
      throw new BadAnswer(uri, "an index that is none", e);
    }
  }
}
