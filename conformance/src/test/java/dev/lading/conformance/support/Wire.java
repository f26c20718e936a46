package dev.lading.conformance.support;

import static io.restassured.config.EncoderConfig.encoderConfig;
import static io.restassured.config.HeaderConfig.headerConfig;
import static io.restassured.config.HttpClientConfig.httpClientConfig;
import static io.restassured.config.RedirectConfig.redirectConfig;

import io.restassured.RestAssured;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.util.List;

/** Sends a request and reads the whole answer: the one place that knows REST Assured. */
final class Wire {
  private static final int TIMEOUT_MILLIS = 60_000;

  private Wire() {}

  static Answer restAssured(URI registry, Request request, Findings findings) {
    RequestSpecification wire =
        RestAssured.given().config(config()).baseUri(registry.toString()).urlEncodingEnabled(false);
    request.headers().forEach(line -> wire.header(line.name(), line.value()));
    if (request.hasBody()) {
      wire.body(request.body().bytes());
    }
    Response response = wire.request(request.method(), request.target());
    var answer =
        new Answer(
            request, response.statusCode(), headers(response), response.asByteArray(), findings);
    Promises.note(answer);
    return answer;
  }

  private static List<Request.Header> headers(Response response) {
    return response.headers().asList().stream()
        .map(line -> new Request.Header(line.getName(), line.getValue()))
        .toList();
  }

  private static RestAssuredConfig config() {
    return RestAssuredConfig.config()
        .redirect(redirectConfig().followRedirects(false))
        .encoderConfig(
            encoderConfig()
                .appendDefaultContentCharsetToContentTypeIfUndefined(false)
                .encodeContentTypeAs("application/x-www-form-urlencoded", ContentType.BINARY))
        .headerConfig(headerConfig().mergeHeadersWithName("Accept"))
        .httpClient(
            httpClientConfig()
                .setParam("http.connection.timeout", TIMEOUT_MILLIS)
                .setParam("http.socket.timeout", TIMEOUT_MILLIS));
  }
}
