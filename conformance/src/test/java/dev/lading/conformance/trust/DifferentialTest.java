package dev.lading.conformance.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.conformance.clients.Needs;
import dev.lading.conformance.clients.NotaryServer;
import dev.lading.conformance.support.LadingServer;
import dev.lading.conformance.support.RegistryProcess;
import dev.lading.conformance.support.TabSeparated;
import dev.lading.trust.Gun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same is sent to notary's own server and to a Lading, and they answer the same. */
@Needs("notary-server")
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // one pair of servers for all
class DifferentialTest {
  private static final String HOST = "reg.example.com";

  private static final Map<String, Deviation> DEVIATIONS = deviations();

  /**
   * Where we do otherwise, on purpose.
   *
   * @param theirs what notary's server answers
   */
  private record Deviation(String theirs, String reason) {}

  private final RegistryProcess notary;
  private final RegistryProcess lading;
  private final TrustServer toNotary;
  private final TrustServer toLading;
  private int number;

  DifferentialTest(@TempDir Path directory) throws IOException {
    this.notary = NotaryServer.start(directory);
    this.lading = LadingServer.in(directory).with("trust.hostnames", List.of(HOST)).start();
    this.toNotary = new TrustServer(notary);
    this.toLading = new TrustServer(lading);
  }

  @AfterAll
  void stop() {
    toLading.close();
    toNotary.close();
    lading.close();
    notary.close();
  }

  static Stream<Exchange> exchanges() {
    return Stream.of(Uploads.all(), Recordings.all(), Requests.all()).flatMap(each -> each);
  }

  /** A deviation that happens no more is to be taken from the list. */
  @ParameterizedTest
  @MethodSource("exchanges")
  void exchange_endsAsWithNotarysServer_unlessItIsListed(Exchange exchange) throws IOException {
    Gun gun = Gun.parse(HOST + "/differential/r" + number++);

    Reply theirs = reply(exchange, gun, toNotary);
    Reply ours = reply(exchange, gun, toLading);

    Deviation listed = DEVIATIONS.get(exchange.name());
    if (listed == null) {
      assertThat(ours).isEqualTo(theirs);
    } else {
      assertThat(theirs.toString()).as(listed.reason()).isEqualTo(listed.theirs());
      assertThat(ours).as(listed.reason()).isNotEqualTo(theirs);
    }
  }

  @Test
  void deviations_areOfExchanges() {
    assertThat(exchanges().map(Exchange::name))
        .doesNotHaveDuplicates()
        .containsAll(DEVIATIONS.keySet());
  }

  private static Map<String, Deviation> deviations() {
    return TabSeparated.read("/peer/notary-server-0.7.0.tsv", 3).stream()
        .collect(Collectors.toMap(List::getFirst, row -> new Deviation(row.get(1), row.get(2))));
  }

  private static Reply reply(Exchange exchange, Gun gun, TrustServer server) throws IOException {
    Owner owner = Owner.begin(gun, server, exchange.start());
    try {
      return Reply.of(exchange.question().ask(owner));
    } catch (IOException _) {
      return Reply.NONE;
    }
  }
}
