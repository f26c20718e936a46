package dev.lading.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.auth.Action;
import dev.lading.auth.access.Rule;
import dev.lading.auth.access.Who;
import dev.lading.content.RepositoryPattern;
import dev.lading.server.exchange.ClientCertificate;
import dev.lading.server.exchange.Method;
import dev.lading.server.exchange.Origin;
import dev.lading.server.exchange.RequestException.Denied;
import dev.lading.server.exchange.RequestException.Unauthorized;
import dev.lading.server.exchange.Response;
import dev.lading.server.exchange.SentRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A certificate is a login as long as it is valid, and whoever logs in otherwise is that one. */
class CertificateLoginTest {
  private static final Instant LATER = GatedRegistry.NOW.plus(Duration.ofHours(1));
  private static final String SPIFFE = "spiffe://example.com/builder";

  @TempDir private Path directory;
  @AutoClose private GatedRegistry registry;

  @BeforeEach
  void open() {
    List<Rule> rules = new ArrayList<>(TestRules.byName());
    rules.add(may(new Who.Group("builders"), Action.PUSH));
    rules.add(may(new Who.User(SPIFFE), Action.PULL));
    rules.add(may(new Who.Robot("ci"), Action.PULL));
    registry = GatedRegistry.in(directory, rules);
  }

  @Test
  void certificate_withAName_isThatUser() {
    ClientCertificate puller = named("puller");

    assertThat(pull(puller)).isEqualTo("served");
    assertThat(push(puller)).isEqualTo("denied");
    assertThat(ping(puller)).isEqualTo("served");
  }

  @Test
  void certificate_withOrganisationalUnits_isOfThoseGroups() {
    ClientCertificate builder =
        certificate(Optional.of("puller"), List.of("testers", "builders"), List.of(), LATER);

    assertThat(push(builder)).isEqualTo("served");
  }

  @Test
  void certificate_withoutACommonName_isItsSpiffeId_ifThereIsOne() {
    assertThat(pull(certificate(Optional.empty(), List.of(), List.of(SPIFFE), LATER)))
        .isEqualTo("served");
    assertThat(
            pull(
                certificate(
                    Optional.empty(), List.of(), List.of(SPIFFE, "spiffe://example.com/x"), LATER)))
        .isEqualTo("LOGIN_NEEDED");
  }

  @Test
  void certificate_ofNobody_isNoLogin() {
    ClientCertificate nobody =
        certificate(Optional.empty(), List.of("builders"), List.of("https://example.com"), LATER);

    assertThat(ping(nobody)).isEqualTo("LOGIN_NEEDED");
    assertThat(push(nobody)).isEqualTo("LOGIN_NEEDED");
    assertThat(outcome(SentRequest.of(Method.GET, "/v2/_catalog").from(origin(nobody))))
        .isEqualTo("served");
  }

  @Test
  void certificate_thatHasExpiredSinceItWasShown_isNoLogin() {
    ClientCertificate puller = named("puller");
    registry.advance(Duration.ofHours(1).minusNanos(1));
    assertThat(pull(puller)).isEqualTo("served");

    registry.advance(Duration.ofNanos(1));
    assertThat(pull(puller)).isEqualTo("LOGIN_NEEDED");
    assertThat(ping(puller)).isEqualTo("LOGIN_NEEDED");
  }

  @Test
  void certificate_isNoRobot_whateverItsName() {
    assertThat(pull(named("robot+ci"))).isEqualTo("LOGIN_NEEDED");
    assertThat(pull(named("ci"))).isEqualTo("denied");
  }

  @Test
  void certificate_whereNoRulesAreGiven_isNoLogin_butNeededBesideThePassword() {
    registry.close();
    registry = GatedRegistry.in(directory, List.of());

    assertThat(push(named("pusher"))).isEqualTo("LOGIN_NEEDED");
    assertThat(
            outcome(
                pushing(named("pusher")).header("Authorization", GatedRegistry.basic("pusher"))))
        .isEqualTo("served");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Basic cHVsbGVyOndyb25n", "Bearer x.y.z", "Basic", ""})
  void credentialsThatAreNoGood_areNotMadeUpForByACertificate(String authorization) {
    SentRequest request = pulling(named("puller")).header("Authorization", authorization);

    assertThat(outcome(request)).isNotEqualTo("served").isNotEqualTo("denied");
  }

  @Test
  void credentialsThatAreGood_countInThePlaceOfACertificate() {
    SentRequest asPuller = pushing(named("pusher"));

    assertThat(outcome(asPuller)).isEqualTo("served");
    assertThat(outcome(asPuller.header("Authorization", GatedRegistry.basic("puller"))))
        .isEqualTo("denied");
  }

  @Test
  void tokenEndpoint_takesACertificate_asLongAsItIsValid() {
    SentRequest asking =
        SentRequest.of(Method.GET, "/auth/token")
            .query("offline_token=true&scope=repository:team/app:pull,push")
            .from(origin(named("puller")));
    Response answer = registry.serve(asking);
    assertThat(GatedRegistry.json(answer).get("scope").asText())
        .isEqualTo("repository:team/app:pull");
    assertThat(GatedRegistry.json(answer).has("refresh_token")).isFalse();

    registry.advance(Duration.ofHours(1));
    assertThat(GatedRegistry.json(registry.serve(asking)).get("scope").asText()).isEmpty();
  }

  private String pull(ClientCertificate certificate) {
    return outcome(pulling(certificate));
  }

  private String push(ClientCertificate certificate) {
    return outcome(pushing(certificate));
  }

  private String ping(ClientCertificate certificate) {
    return outcome(SentRequest.of(Method.GET, "/v2/").from(origin(certificate)));
  }

  private static SentRequest pulling(ClientCertificate certificate) {
    return SentRequest.of(Method.GET, "/v2/<name>/_oci/ext/discover")
        .word("name", "team/app")
        .from(origin(certificate));
  }

  private static SentRequest pushing(ClientCertificate certificate) {
    return SentRequest.of(Method.POST, "/v2/<name>/blobs/uploads/")
        .word("name", "team/app")
        .from(origin(certificate));
  }

  private String outcome(SentRequest request) {
    try {
      Response _ = registry.serve(request);
      return "served";
    } catch (Unauthorized e) {
      return e.fault().name();
    } catch (Denied _) {
      return "denied";
    }
  }

  private static Rule may(Who who, Action action) {
    return new Rule(
        0,
        who,
        Rule.Effect.MAY,
        EnumSet.of(Action.PULL, action),
        List.of(RepositoryPattern.parse("team/**")));
  }

  private static ClientCertificate named(String name) {
    return certificate(Optional.of(name), List.of(), List.of(), LATER);
  }

  private static ClientCertificate certificate(
      Optional<String> commonName, List<String> units, List<String> uris, Instant validUntil) {
    return new ClientCertificate(
        commonName, units, uris, List.of(), List.of(), "0".repeat(64), validUntil);
  }

  private static Origin origin(ClientCertificate certificate) {
    return new Origin("192.0.2.1", "https", "registry.example.com", Optional.of(certificate));
  }
}
