package dev.lading.runtime.registry.client;

import dev.lading.content.Algorithm;
import dev.lading.content.Descriptor;
import dev.lading.content.Digest;
import dev.lading.content.MediaType;
import dev.lading.content.Reference;
import dev.lading.content.RepositoryName;
import dev.lading.content.Tag;
import dev.lading.runtime.registry.RegistryException.BadAnswer;
import dev.lading.runtime.registry.RegistryException.Refused;
import dev.lading.runtime.registry.RegistryException.WrongBytes;
import dev.lading.runtime.registry.http.Answer;
import dev.lading.runtime.registry.http.ErrorEnvelope;
import dev.lading.runtime.registry.http.Method;
import dev.lading.runtime.registry.http.Request;
import dev.lading.runtime.registry.http.RequestBody;
import dev.lading.runtime.registry.login.Scope;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The manifests of one repository.
 *
 * @see <a
 *     href="https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#pulling-manifests">OCI
 *     distribution-spec, pulling manifests</a>
 */
public final class Manifests {
  /** The most that a registry has to take, and the most that we read. */
  public static final int LIMIT_BYTES = 4 * 1024 * 1024;

  private static final String ACCEPTED =
      Arrays.stream(MediaType.values()).map(MediaType::toString).collect(Collectors.joining(", "));

  private final Caller caller;
  private final RepositoryName name;

  Manifests(Caller caller, RepositoryName name) {
    this.caller = caller;
    this.name = name;
  }

  /** Empty when there is none. */
  public Optional<FetchedManifest> find(Reference reference) {
    try {
      return Optional.of(get(reference));
    } catch (Refused e) {
      if (e.status() == 404) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * The bytes, which are those of the asked digest and of the one that the registry names.
   *
   * @throws Refused when the registry has none, or does not hand it out
   * @throws WrongBytes when they are others
   */
  public FetchedManifest get(Reference reference) {
    try (Answer answer = caller.succeed(request(Method.GET, reference), Scope.pull(name))) {
      return verified(answer, reference, answer.read(LIMIT_BYTES));
    }
  }

  /**
   * What the reference stands for; of a digest, never anything else. A registry that does not hand
   * it out, since it is not signed, may say so all the same: whoever wants to sign it has to know.
   *
   * @throws Refused when it does not even say what it is
   */
  public Resolution resolve(Reference reference) {
    try (Answer answer = caller.send(request(Method.HEAD, reference), Scope.pull(name))) {
      Optional<Descriptor> told =
          answer.isSuccess() ? described(answer).filter(isOf(reference)) : Optional.empty();
      if (told.isPresent()) {
        return new Resolution(told.get(), Optional.empty());
      }
    }
    try {
      return new Resolution(get(reference).descriptor(), Optional.empty());
    } catch (Refused refused) {
      Descriptor descriptor =
          refusedOne(refused).filter(isOf(reference)).orElseThrow(() -> refused);
      return new Resolution(descriptor, Optional.of(refused));
    }
  }

  /**
   * @param mediaType as in the bytes
   * @return the digest that the registry gave it, which is that of the bytes
   */
  public Digest put(Reference reference, String mediaType, byte[] bytes) {
    Request request =
        request(Method.PUT, reference).with("Content-Type", mediaType).with(RequestBody.of(bytes));
    Digest wanted =
        switch (reference) {
          case Digest digest -> digest;
          case Tag _ -> Digest.of(Algorithm.SHA256, bytes);
        };
    try (Answer answer = caller.succeed(request, Scope.push(name))) {
      Digest stored = ErrorEnvelope.contentDigest(answer).orElse(wanted);
      if (!stored.equals(wanted)) {
        throw new WrongBytes(answer.uri(), wanted, stored);
      }
      return stored;
    }
  }

  /** A tag, or a manifest with all its tags. */
  public void delete(Reference reference) {
    Scope scope = Scope.repository(name.name(), "delete", "pull", "push");
    caller.succeed(request(Method.DELETE, reference), scope).close();
  }

  private Request request(Method method, Reference reference) {
    return caller.request(method, name + "/manifests/" + reference).with("Accept", ACCEPTED);
  }

  private static FetchedManifest verified(Answer answer, Reference reference, byte[] bytes) {
    Optional<Digest> told = ErrorEnvelope.contentDigest(answer);
    if (reference instanceof Digest asked) {
      requireMatch(answer, asked, bytes);
    }
    told.ifPresent(digest -> requireMatch(answer, digest, bytes));
    Digest digest =
        reference instanceof Digest asked
            ? asked
            : told.orElseGet(() -> Digest.of(Algorithm.SHA256, bytes));
    return new FetchedManifest(Descriptor.of(mediaType(answer), digest, bytes.length), bytes);
  }

  private static void requireMatch(Answer answer, Digest expected, byte[] bytes) {
    if (!expected.matches(bytes)) {
      throw new WrongBytes(answer.uri(), expected, Digest.of(expected.algorithm(), bytes));
    }
  }

  private static Predicate<Descriptor> isOf(Reference reference) {
    return told -> !(reference instanceof Digest asked) || told.digest().equals(asked);
  }

  /** What a HEAD tells, if it tells all. */
  private static Optional<Descriptor> described(Answer answer) {
    Optional<Digest> digest = ErrorEnvelope.contentDigest(answer);
    boolean whole =
        digest.isPresent()
            && answer.length().isPresent()
            && answer.header("Content-Type").isPresent();
    return whole
        ? digest.map(d -> Descriptor.of(mediaType(answer), d, answer.length().getAsLong()))
        : Optional.empty();
  }

  /** By {@code Docker-Content-Digest} and the detail of {@code DENIED}, which must not differ. */
  private static Optional<Descriptor> refusedOne(Refused refused) {
    return refused
        .error("DENIED")
        .flatMap(
            error ->
                refused
                    .contentDigest()
                    .filter(
                        digest ->
                            error
                                .detailText("digest")
                                .filter(digest.toString()::equals)
                                .isPresent())
                    .filter(_ -> error.detail().path("size").canConvertToLong())
                    .map(
                        digest ->
                            Descriptor.of(
                                error.detailText("mediaType").orElse(""),
                                digest,
                                error.detail().path("size").longValue())));
  }

  private static String mediaType(Answer answer) {
    return answer
        .header("Content-Type")
        .map(MediaType::withoutParameters)
        .orElseThrow(() -> new BadAnswer(answer.uri(), "a manifest without a Content-Type"));
  }
}
