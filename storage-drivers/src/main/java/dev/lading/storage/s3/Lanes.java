package dev.lading.storage.s3;

import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;

/** Sends each request through the connections of its lane. Closes them all. */
record Lanes(SdkHttpClient small, SdkHttpClient body, SdkHttpClient copy) implements SdkHttpClient {
  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    SdkHttpClient client =
        switch (Lane.of(request.httpRequest())) {
          case SMALL -> small;
          case BODY -> body;
          case COPY -> copy;
        };
    return client.prepareRequest(request);
  }

  @Override
  public String clientName() {
    return body.clientName();
  }

  @Override
  public void close() {
    small.close();
    body.close();
    copy.close();
  }
}
