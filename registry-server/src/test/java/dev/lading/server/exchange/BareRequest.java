package dev.lading.server.exchange;

import dev.lading.content.Chunks;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Requests without headers or body, for what does not look at them. */
public final class BareRequest {
  private BareRequest() {}

  /**
   * @param query without the question mark
   * @param words what stood in the place of the pattern's words
   */
  public static Request of(Method method, String query, Map<String, String> words) {
    return new Request(
        "1",
        method,
        "/",
        new Parameters(words),
        Query.parse(query),
        new NoHeaders(),
        new Origin("127.0.0.1", "http", "localhost"),
        Caller.ANYBODY,
        new NoBody());
  }

  private record NoHeaders() implements Headers {
    @Override
    public Optional<String> first(String name) {
      return Optional.empty();
    }

    @Override
    public List<String> all(String name) {
      return List.of();
    }
  }

  private record NoBody() implements RequestBody {
    @Override
    public Optional<ByteBuffer> next() {
      return Chunks.none().next();
    }

    @Override
    public OptionalLong declaredLength() {
      return OptionalLong.of(0);
    }

    @Override
    public byte[] readAll(int limitBytes) {
      return new byte[0];
    }
  }
}
