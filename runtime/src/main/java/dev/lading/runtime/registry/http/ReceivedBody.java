package dev.lading.runtime.registry.http;

import dev.lading.runtime.registry.RegistryException.Interrupted;
import dev.lading.runtime.registry.RegistryException.TimedOut;
import dev.lading.runtime.registry.RegistryException.Unreachable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer, as it comes: what is not read is not taken from the network, but for two
 * pieces ahead. Time counts only while somebody waits for bytes that do not come. For one thread;
 * whoever has the {@link Answer} closes it, which ends the connection unless all was read.
 *
 * <p>Its reads throw {@link Unreachable} or {@link TimedOut} when the rest will not come.
 */
final class ReceivedBody extends InputStream implements BodySubscriber<ReceivedBody> {
  private static final int AHEAD = 2;

  private sealed interface Event {}

  private record Bytes(List<ByteBuffer> buffers) implements Event {}

  private record Lost(Throwable cause) implements Event {}

  private record Ended() implements Event {}

  private final URI uri;
  private final Patience patience;
  private final CompletableFuture<Subscription> subscription = new CompletableFuture<>();
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final ArrayDeque<ByteBuffer> buffers = new ArrayDeque<>();
  private boolean ended;
  private long waitedNanos;
  private long bytesMeanwhile;

  ReceivedBody(URI uri, Patience patience) {
    this.uri = uri;
    this.patience = patience;
  }

  @Override
  public CompletionStage<ReceivedBody> getBody() {
    return CompletableFuture.completedFuture(this);
  }

  @Override
  public void onSubscribe(Subscription newSubscription) {
    if (subscription.complete(newSubscription)) {
      newSubscription.request(AHEAD);
    } else {
      newSubscription.cancel();
    }
  }

  @Override
  public void onNext(List<ByteBuffer> item) {
    events.add(new Bytes(item));
  }

  @Override
  public void onError(Throwable throwable) {
    events.add(new Lost(throwable));
  }

  @Override
  public void onComplete() {
    events.add(new Ended());
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) {
    if (length == 0) {
      return 0;
    }
    Optional<ByteBuffer> next = next();
    if (next.isEmpty()) {
      return -1;
    }
    int taken = Math.min(length, next.get().remaining());
    next.get().get(into, offset, taken);
    return taken;
  }

  /** Cancels what is still to come. */
  @Override
  public void close() {
    ended = true;
    buffers.clear();
    var _ = subscription.thenAccept(Subscription::cancel);
    subscription.cancel(false);
  }

  private Optional<ByteBuffer> next() {
    while (!ended) {
      ByteBuffer first = buffers.peek();
      if (first != null && first.hasRemaining()) {
        return Optional.of(first);
      }
      if (first != null) {
        buffers.remove();
      } else {
        take(await());
      }
    }
    return Optional.empty();
  }

  private void take(Event event) {
    switch (event) {
      case Bytes bytes -> {
        buffers.addAll(bytes.buffers);
        bytes.buffers.forEach(buffer -> bytesMeanwhile += buffer.remaining());
        var _ = subscription.thenAccept(s -> s.request(1));
      }
      case Lost lost -> {
        ended = true;
        throw new Unreachable(uri, lost.cause);
      }
      case Ended _ -> ended = true;
    }
  }

  private Event await() {
    while (true) {
      long left = patience.stall().toNanos() - waitedNanos;
      long begin = System.nanoTime();
      Event event = poll(left);
      waitedNanos += System.nanoTime() - begin;
      if (event != null) {
        return event;
      }
      if (bytesMeanwhile < patience.leastBytes()) {
        close();
        throw new TimedOut(uri, "nearly no bytes came", patience.stall());
      }
      waitedNanos = 0;
      bytesMeanwhile = 0;
    }
  }

  private @Nullable Event poll(long nanos) {
    try {
      return events.poll(Math.max(0, nanos), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Interrupted(e);
    }
  }

  /** For whoever must have all of it at once: no more than {@code limit}, empty when it is more. */
  Optional<byte[]> readAll(int limit) throws IOException {
    byte[] bytes = readNBytes(limit + 1);
    return bytes.length > limit ? Optional.empty() : Optional.of(bytes);
  }
}
