package dev.lading.runtime.registry.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.atomic.AtomicLong;

/** A body on its way out, which counts what the connection has taken. */
final class SentBody implements BodyPublisher {
  private final RequestBody body;
  private final BodyPublisher bytes;
  private final AtomicLong taken = new AtomicLong();

  SentBody(RequestBody body) {
    this.body = body;
    this.bytes = BodyPublishers.ofInputStream(() -> open(body));
  }

  /** {@code Content-Length: 0} and nothing else for nothing. */
  BodyPublisher publisher() {
    return body.length() == 0 ? BodyPublishers.noBody() : this;
  }

  long taken() {
    return taken.get();
  }

  boolean isAllTaken() {
    return taken.get() >= body.length();
  }

  @Override
  public long contentLength() {
    return body.length();
  }

  @Override
  public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
    taken.set(0);
    bytes.subscribe(
        new Subscriber<>() {
          @Override
          public void onSubscribe(Subscription subscription) {
            subscriber.onSubscribe(subscription);
          }

          @Override
          public void onNext(ByteBuffer item) {
            taken.addAndGet(item.remaining());
            subscriber.onNext(item);
          }

          @Override
          public void onError(Throwable throwable) {
            subscriber.onError(throwable);
          }

          @Override
          public void onComplete() {
            subscriber.onComplete();
          }
        });
  }

  private static InputStream open(RequestBody body) {
    try {
      return body.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
