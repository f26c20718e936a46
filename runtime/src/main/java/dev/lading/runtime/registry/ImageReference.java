package dev.lading.runtime.registry;

import dev.lading.content.ContentException;
import dev.lading.content.Digest;
import dev.lading.content.Reference;
import dev.lading.content.RepositoryName;
import dev.lading.content.Tag;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of an image as people write it, read as Docker and the containers tools read it: {@code
 * localhost:5000/team/app:1.0@sha256:...}, or {@code alpine} for {@code
 * docker.io/library/alpine:latest}.
 *
 * <p>With both a tag and a digest, the digest says which image it is and the tag what to call it.
 *
 * @see <a href="https://github.com/distribution/reference">distribution's reference grammar</a>
 */
public record ImageReference(
    RegistryHost registry, RepositoryName repository, Optional<Tag> tag, Optional<Digest> digest) {
  private static final Tag LATEST = new Tag("latest");
  private static final String OFFICIAL = "library/";
  private static final int LONGEST = 1024;

  /** Docker takes such a name for the identifier of an image, and so never for a repository. */
  private static final Pattern IDENTIFIER = Pattern.compile("[a-f0-9]{64}");

  /**
   * @throws RegistryException.InvalidReference when the text is no reference
   */
  public static ImageReference parse(String text) {
    if (text.length() > LONGEST || IDENTIFIER.matcher(text).matches()) {
      throw new RegistryException.InvalidReference(text, "not the name of an image");
    }
    try {
      return split(text);
    } catch (ContentException e) {
      throw new RegistryException.InvalidReference(text, e);
    }
  }

  /** What to ask the registry for: the digest, else the tag, else {@code latest}. */
  public Reference reference() {
    return digest.<Reference>map(d -> d).orElseGet(this::tagOrLatest);
  }

  public Tag tagOrLatest() {
    return tag.orElse(LATEST);
  }

  /** {@code host/repository}: what content trust calls a GUN. */
  public String name() {
    return registry + "/" + repository;
  }

  /** With nothing left out: what images that lie here are known by. */
  public String wholeName() {
    return tag.isPresent() || digest.isPresent() ? toString() : name() + ":" + LATEST;
  }

  public ImageReference with(Digest newDigest) {
    return new ImageReference(registry, repository, tag, Optional.of(newDigest));
  }

  /** The whole name, with nothing left out that {@link #parse} fills in, but {@code latest}. */
  @Override
  public String toString() {
    return name() + tag.map(t -> ":" + t).orElse("") + digest.map(d -> "@" + d).orElse("");
  }

  private static ImageReference split(String text) {
    int at = text.indexOf('@');
    String named = at < 0 ? text : text.substring(0, at);
    Optional<Digest> digest =
        at < 0 ? Optional.empty() : Optional.of(Digest.parse(text.substring(at + 1)));
    int colon = named.lastIndexOf(':');
    boolean hasTag = colon > named.lastIndexOf('/');
    Optional<Tag> tag =
        hasTag ? Optional.of(Tag.parse(named.substring(colon + 1))) : Optional.empty();
    String name = hasTag ? named.substring(0, colon) : named;
    int slash = name.indexOf('/');
    if (slash < 0 || !isHost(name.substring(0, slash))) {
      return new ImageReference(RegistryHost.DOCKER_HUB, onHub(name), tag, digest);
    }
    RegistryHost host = RegistryHost.parse(name.substring(0, slash));
    String path = name.substring(slash + 1);
    RepositoryName repository = host.isDockerHub() ? onHub(path) : RepositoryName.parse(path);
    return new ImageReference(host, repository, tag, digest);
  }

  /** Docker's rule for the first component; no repository has an upper-case letter. */
  private static boolean isHost(String component) {
    return component.indexOf('.') >= 0
        || component.indexOf(':') >= 0
        || component.equals("localhost")
        || !component.equals(component.toLowerCase(Locale.ROOT));
  }

  private static RepositoryName onHub(String path) {
    return RepositoryName.parse(path.indexOf('/') < 0 ? OFFICIAL + path : path);
  }
}
