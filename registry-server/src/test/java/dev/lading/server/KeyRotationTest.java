package dev.lading.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lading.auth.jose.TokenAlgorithm;
import dev.lading.server.exchange.Method;
import dev.lading.server.exchange.RequestException;
import dev.lading.server.exchange.SentRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The key that tokens are signed with is replaced while clients push to two replicas, each with a
 * token of the other one. Time is made to pass half a minute at a time.
 */
class KeyRotationTest {
  private static final int CLIENTS = 4;
  private static final int HALF_MINUTES = 30;
  private static final String PUSHED = "repository:team/a:pull,push";

  @TempDir private Path directory;
  @AutoClose private GatedRegistry one;
  @AutoClose private GatedRegistry other;
  private final Set<String> signedWith = ConcurrentHashMap.newKeySet();
  private final Set<String> failed = ConcurrentHashMap.newKeySet();
  private final AtomicInteger uploads = new AtomicInteger();
  private final AtomicBoolean isOver = new AtomicBoolean();

  @BeforeEach
  void open() {
    one = GatedRegistry.in(directory, TestRules.byName());
    other = one.replica();
  }

  @Test
  void rotation_duringPushes_losesNoRequest_andEndsWithTheNewKeyAlone() throws Exception {
    List<String> before = published(one);
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> pushing = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        GatedRegistry asked = i % 2 == 0 ? one : other;
        GatedRegistry used = i % 2 == 0 ? other : one;
        pushing.add(clients.submit(() -> pushAll(asked, used)));
      }
      try {
        letTimePass();
      } finally {
        isOver.set(true);
      }
      for (Future<?> each : pushing) {
        each.get();
      }
    }

    assertThat(failed).isEmpty();
    assertThat(before).hasSize(1);
    assertThat(published(one))
        .hasSize(1)
        .isEqualTo(published(other))
        .doesNotContainAnyElementsOf(before);
    assertThat(signedWith).hasSize(2).containsAll(before).containsAll(published(one));
  }

  @Test
  void keysOfAnotherKindThanIsMadeNow_areBelievedAsBefore() {
    GatedRegistry changed = one.replicaThatMakes(TokenAlgorithm.RS256);
    SentRequest push = begin(changed.bearer("pusher", PUSHED));

    assertThat(changed.serve(push).status()).isEqualTo(202);
    assertThat(one.serve(push).status()).isEqualTo(202);
    changed.close();
  }

  private void letTimePass() {
    for (int i = 0; i < HALF_MINUTES; i++) {
      if (i == 3) {
        one.rotateKeys();
      }
      awaitUploads(CLIENTS);
      one.advance(TokenSettings.Issued.POLL_INTERVAL);
      one.pollKeys();
      awaitUploads(CLIENTS); // while only one of the two knows
      other.pollKeys();
    }
  }

  private void awaitUploads(int more) {
    int enough = uploads.get() + more;
    while (uploads.get() < enough) {
      Thread.onSpinWait();
    }
  }

  private void pushAll(GatedRegistry asked, GatedRegistry used) {
    while (!isOver.get()) {
      try {
        String authorization = asked.bearer("pusher", PUSHED);
        signedWith.add(keyId(authorization));
        int status = used.serve(begin(authorization)).status();
        if (status != 202) {
          failed.add("status " + status);
        }
      } catch (RequestException e) {
        failed.add(e.toString());
      }
      uploads.incrementAndGet();
    }
  }

  private static SentRequest begin(String authorization) {
    return SentRequest.of(Method.POST, "/v2/<name>/blobs/uploads/")
        .word("name", "team/a")
        .header("Authorization", authorization);
  }

  private static List<String> published(GatedRegistry registry) {
    JsonNode keys =
        GatedRegistry.json(registry.serve(SentRequest.of(Method.GET, "/auth/token/jwks")))
            .get("keys");
    List<String> ids = new ArrayList<>();
    keys.forEach(key -> ids.add(key.get("kid").asText()));
    return ids;
  }

  private static String keyId(String authorization) {
    String header = authorization.substring("Bearer ".length()).split("\\.", 2)[0];
    String json = new String(Base64.getUrlDecoder().decode(header), UTF_8);
    return json.replaceFirst(".*\"kid\":\"", "").replaceFirst("\".*", "");
  }
}
