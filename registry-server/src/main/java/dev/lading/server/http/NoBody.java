package dev.lading.server.http;

import dev.lading.server.exchange.RequestBody;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;

/** The body of a request that says it has none. */
enum NoBody implements RequestBody {
  INSTANCE;

  @Override
  public OptionalLong declaredLength() {
    return OptionalLong.of(0);
  }

  @Override
  public Optional<ByteBuffer> next() {
    return Optional.empty();
  }

  @Override
  public byte[] readAll(int limitBytes) {
    return new byte[0];
  }
}
