package dev.lading.storage.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * A store of names without bytes, in place of the connections to one, with a clock that tests set.
 * It believes any signature, and judges how old it is. One thread.
 */
final class ClockedStore implements SdkHttpClient {
  private static final DateTimeFormatter SIGNED =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssX", Locale.ROOT);

  /** The removals that came, oldest first. */
  final List<SdkHttpRequest> removals = new ArrayList<>();

  /** The paths of what is there. */
  final Set<String> objects = new TreeSet<>();

  Instant now;
  boolean refusesLate = true;
  boolean tellsTheTime = true;
  int requests;

  ClockedStore(Instant now) {
    this.now = now;
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() {
        return answer(request.httpRequest());
      }

      @Override
      public void abort() {}
    };
  }

  @Override
  public void close() {}

  private HttpExecuteResponse answer(SdkHttpRequest request) {
    requests++;
    String path = request.encodedPath();
    return switch (request.method()) {
      case PUT -> {
        objects.add(path);
        yield answer(200, "");
      }
      case HEAD -> answer(objects.contains(path) ? 200 : 404, "");
      case GET ->
          answer(200, "<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>");
      case DELETE -> remove(request, path);
      default -> throw new IllegalArgumentException(request.method().name());
    };
  }

  private HttpExecuteResponse remove(SdkHttpRequest request, String path) {
    removals.add(request);
    if (refusesLate && isLate(request)) {
      return answer(403, "<Error><Code>AccessDenied</Code><Message>expired</Message></Error>");
    }
    objects.remove(path);
    return answer(204, "");
  }

  private boolean isLate(SdkHttpRequest request) {
    return request
        .firstMatchingRawQueryParameter("X-Amz-Expires")
        .map(seconds -> signed(request).plusSeconds(Long.parseLong(seconds)).isBefore(now))
        .orElse(false);
  }

  /** When a removal says that it was signed. */
  static Instant signed(SdkHttpRequest request) {
    return SIGNED.parse(
        request.firstMatchingRawQueryParameter("X-Amz-Date").orElseThrow(), Instant::from);
  }

  private HttpExecuteResponse answer(int status, String body) {
    byte[] bytes = body.getBytes(UTF_8);
    SdkHttpFullResponse.Builder head =
        SdkHttpFullResponse.builder()
            .statusCode(status)
            .putHeader("ETag", "\"0\"")
            .putHeader("Last-Modified", date())
            .putHeader("Content-Length", Integer.toString(bytes.length));
    if (tellsTheTime) {
      head.putHeader("Date", date());
    }
    return HttpExecuteResponse.builder()
        .response(head.build())
        .responseBody(AbortableInputStream.create(new ByteArrayInputStream(bytes)))
        .build();
  }

  private String date() {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(now.atOffset(ZoneOffset.UTC));
  }
}
