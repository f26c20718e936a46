package dev.lading.storage.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;

/** The connections to a store, some of which fail: each fault is met once, by the first it fits. */
final class FaultyHttp implements SdkHttpClient {
  private final SdkHttpClient real = Connections.http();
  private final List<Planned> planned = new CopyOnWriteArrayList<>();

  /** What happens to a request. */
  interface Fault {
    HttpExecuteResponse answer(ExecutableHttpRequest request) throws IOException;
  }

  private record Planned(Predicate<SdkHttpRequest> fits, Fault fault) {}

  /** The store says that it is busy, and has done nothing. */
  static final Fault SLOW_DOWN =
      _ ->
          HttpExecuteResponse.builder()
              .response(SdkHttpResponse.builder().statusCode(503).build())
              .responseBody(
                  AbortableInputStream.create(
                      new ByteArrayInputStream(
                          "<Error><Code>SlowDown</Code></Error>".getBytes(UTF_8))))
              .build();

  /** The store has done it, and nobody hears of it. */
  static final Fault LOST_REPLY =
      request -> {
        request.call().responseBody().ifPresent(AbortableInputStream::abort);
        throw new IOException("the reply was lost");
      };

  /** The body ends after ten bytes. */
  static final Fault CUT_BODY =
      request -> {
        HttpExecuteResponse whole = request.call();
        AbortableInputStream body = whole.responseBody().orElseThrow();
        return HttpExecuteResponse.builder()
            .response(whole.httpResponse())
            .responseBody(AbortableInputStream.create(new Cut(body), body))
            .build();
      };

  void plan(Predicate<SdkHttpRequest> fits, Fault fault) {
    planned.add(new Planned(fits, fault));
  }

  boolean isSpent() {
    return planned.isEmpty();
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    ExecutableHttpRequest prepared = real.prepareRequest(request);
    Optional<Planned> next =
        planned.stream().filter(each -> each.fits().test(request.httpRequest())).findFirst();
    return next.filter(planned::remove)
        .<ExecutableHttpRequest>map(met -> failing(prepared, met.fault()))
        .orElse(prepared);
  }

  @Override
  public void close() {
    real.close();
  }

  private static ExecutableHttpRequest failing(ExecutableHttpRequest prepared, Fault fault) {
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() throws IOException {
        return fault.answer(prepared);
      }

      @Override
      public void abort() {
        prepared.abort();
      }
    };
  }

  private static final class Cut extends FilterInputStream {
    private int left = 10;

    Cut(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (left == 0) {
        throw new IOException("the body was cut");
      }
      int count = super.read(target, offset, Math.min(left, length));
      left -= Math.max(0, count);
      return count;
    }
  }
}
