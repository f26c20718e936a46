package dev.lading.runtime.registry.client;

import dev.lading.runtime.registry.http.Answer;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code Link: <...>; rel="next"} of RFC 8288. */
final class Links {
  private static final Pattern NEXT =
      Pattern.compile("<([^<>]*)>\\s*;[^<>]*\\brel\\s*=\\s*\"?next\"?", Pattern.CASE_INSENSITIVE);

  private Links() {}

  static Optional<URI> next(Caller caller, Answer answer) {
    return answer.headers("Link").stream()
        .map(NEXT::matcher)
        .filter(Matcher::find)
        .map(link -> caller.linked(answer, link.group(1)))
        .findFirst();
  }
}
