package dev.lading.server;

import static dev.lading.server.SignedStore.GUN;
import static dev.lading.server.SignedStore.LATER;
import static dev.lading.server.SignedStore.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.server.exchange.Method;
import dev.lading.server.exchange.Response;
import dev.lading.server.exchange.Route;
import dev.lading.server.exchange.SentRequest;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

/** A registry that is to write nothing: what has expired is served as it is, and no work begins. */
class ReadOnlyTrustTest {
  private static final String FILE = "/v2/<name>/_trust/tuf/<file>";

  private final SignedStore store = new SignedStore();

  @Test
  void timestamp_thatHasExpired_isServedAsItIs() {
    store.publish();
    byte[] published = timestamp(store.trust(NOW, false));

    assertThat(timestamp(store.trust(LATER, true))).isEqualTo(published);
    assertThat(timestamp(store.trust(LATER, false))).isNotEqualTo(published);
  }

  @Test
  void work_inTheBackground_beginsOnlyWhereItMayWrite() {
    Executor nobody =
        _ -> {
          throw new AssertionError("work has begun");
        };
    store.trust(LATER, true).begin(nobody);

    int[] begun = {0};
    store.trust(LATER, false).begin(_ -> begun[0]++);
    assertThat(begun[0]).isEqualTo(2);
  }

  private static byte[] timestamp(Trust trust) {
    Route route =
        trust.routes().stream()
            .filter(row -> row.method() == Method.GET && row.pattern().equals(FILE))
            .findFirst()
            .orElseThrow();
    SentRequest sent =
        SentRequest.of(Method.GET, FILE)
            .word("name", GUN.toString())
            .word("file", "timestamp.json");
    Response answer = route.handler().handle(sent.request());
    return ((Response.Bytes) answer.body()).bytes();
  }
}
