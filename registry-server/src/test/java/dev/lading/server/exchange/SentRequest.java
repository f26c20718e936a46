package dev.lading.server.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lading.server.exchange.Response.Header;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A request as a test writes it, its route already found.
 *
 * @param words what stands in the place of the pattern's words
 * @param query without the question mark, as it is sent
 * @param body of unknown length, as in chunks, unless it is empty
 */
public record SentRequest(
    Method method,
    String pattern,
    Map<String, String> words,
    String query,
    List<Header> headers,
    Origin origin,
    String body) {
  public static final Origin ORIGIN = new Origin("192.0.2.1", "https", "registry.example.com");

  public SentRequest {
    words = Map.copyOf(words);
    headers = List.copyOf(headers);
  }

  public static SentRequest of(Method method, String pattern) {
    return new SentRequest(method, pattern, Map.of(), "", List.of(), ORIGIN, "");
  }

  public SentRequest word(String word, String value) {
    Map<String, String> more = new HashMap<>(words);
    more.put(word, value);
    return new SentRequest(method, pattern, more, query, headers, origin, body);
  }

  public SentRequest query(String other) {
    return new SentRequest(method, pattern, words, other, headers, origin, body);
  }

  public SentRequest header(String name, String value) {
    List<Header> more = new ArrayList<>(headers);
    more.add(new Header(name, value));
    return new SentRequest(method, pattern, words, query, more, origin, body);
  }

  public SentRequest from(Origin other) {
    return new SentRequest(method, pattern, words, query, headers, other, body);
  }

  public SentRequest body(String other) {
    return new SentRequest(method, pattern, words, query, headers, origin, other);
  }

  /** Path and query; no word here needs escaping. */
  public String target() {
    String path = pattern;
    for (Map.Entry<String, String> word : words.entrySet()) {
      path = path.replace("<" + word.getKey() + ">", word.getValue());
    }
    return query.isEmpty() ? path : path + "?" + query;
  }

  public Request request() {
    return new Request(
        "1",
        method,
        target(),
        new Parameters(words),
        Query.parse(query),
        new SentHeaders(headers),
        origin,
        Caller.ANYBODY,
        new SentBody(body));
  }

  private record SentHeaders(List<Header> lines) implements Headers {
    @Override
    public Optional<String> first(String name) {
      return all(name).stream().findFirst();
    }

    @Override
    public List<String> all(String name) {
      return lines.stream()
          .filter(line -> line.name().equalsIgnoreCase(name))
          .map(Header::value)
          .toList();
    }
  }

  /** Read whole, or not at all. */
  private record SentBody(String text) implements RequestBody {
    @Override
    public Optional<ByteBuffer> next() {
      return Optional.empty();
    }

    @Override
    public OptionalLong declaredLength() {
      return text.isEmpty() ? OptionalLong.of(0) : OptionalLong.empty();
    }

    @Override
    public byte[] readAll(int limitBytes) {
      byte[] bytes = text.getBytes(UTF_8);
      if (bytes.length > limitBytes) {
        throw new RequestException.BodyTooLarge(limitBytes);
      }
      return bytes;
    }
  }
}
