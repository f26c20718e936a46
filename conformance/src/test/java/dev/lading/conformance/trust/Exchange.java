package dev.lading.conformance.trust;

import dev.lading.conformance.trust.Owner.Start;
import dev.lading.trust.publish.UploadedPart;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.function.Function;

/**
 * One thing that is asked of a server, about a repository of its own.
 *
 * @param name unique, and says what is special
 * @param start what is there before
 */
record Exchange(String name, Start start, Question question) {

  /** Asks. */
  @FunctionalInterface
  interface Question {
    HttpResponse<byte[]> ask(Owner owner) throws IOException;
  }

  static Exchange upload(String name, Start start, Function<Owner, List<UploadedPart>> parts) {
    return new Exchange(
        name, start, owner -> owner.server().publish(owner.gun(), parts.apply(owner)));
  }

  @Override
  public String toString() {
    return name;
  }
}
