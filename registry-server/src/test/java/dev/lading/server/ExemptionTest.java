package dev.lading.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.auth.Action;
import dev.lading.auth.access.Rule;
import dev.lading.auth.access.Who;
import dev.lading.content.RepositoryPattern;
import dev.lading.server.exchange.Caller;
import dev.lading.server.exchange.Method;
import dev.lading.server.exchange.Need;
import dev.lading.server.exchange.Scope;
import dev.lading.server.exchange.SentRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may pull what is not signed: whom a rule lets, and whoever pushes with this very token. */
class ExemptionTest {
  @TempDir private Path directory;
  @AutoClose private GatedRegistry registry;

  @BeforeEach
  void open() {
    registry =
        GatedRegistry.in(
            directory,
            List.of(
                rule(new Who.Anonymous(), Set.of(Action.PULL), "**"),
                rule(new Who.User("pusher"), Set.of(Action.PUSH), "team/**"),
                rule(new Who.User("deleter"), Set.of(Action.PULL_UNSIGNED), "team/a")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "        |                                          | false | false",
        "puller  |                                          | false | false",
        "pusher  |                                          | false | false",
        "deleter |                                          | true  | false",
        "pusher  | repository:team/a:pull                   | false | false",
        "pusher  | repository:team/a:pull,push              | true  | false",
        "puller  | repository:team/a:pull,push              | false | false",
        "deleter | repository:team/a:pull                   | false | false",
        "deleter | repository:team/a:pull,pull-unsigned     | true  | false",
      })
  void exemption_isGivenByARuleOrByATokenToPush(
      String user, String scopes, boolean inA, boolean inB) {
    SentRequest sent =
        authorization(user, scopes)
            .map(value -> SentRequest.of(Method.GET, "/v2/").header("Authorization", value))
            .orElse(SentRequest.of(Method.GET, "/v2/"));
    Need pull = new Need.Rights(List.of(Scope.repository("team/a", Scope.Action.PULL)));

    Caller caller = registry.gate().admit(sent.request(), pull);

    assertThat(caller.mayPullUnsigned().test("team/a")).isEqualTo(inA);
    assertThat(caller.mayPullUnsigned().test("team/b")).isEqualTo(inB);
  }

  /** A name may be that of a repository, and of another one's trust data as well. */
  @Test
  void exemption_isForTheRepositoryOfThisName_notForTheOneBehindAHost() {
    Need pull = new Need.Rights(List.of(Scope.repository("team/a", Scope.Action.PULL)));
    SentRequest sent =
        SentRequest.of(Method.GET, "/v2/").header("Authorization", GatedRegistry.basic("deleter"));

    Caller caller = registry.gate().admit(sent.request(), pull);

    for (String host : GatedRegistry.HOSTNAMES.names()) {
      assertThat(caller.mayPullUnsigned().test(host + "/team/a")).as(host).isFalse();
    }
    assertThat(GatedRegistry.HOSTNAMES.names()).anyMatch(host -> !host.contains(":"));
  }

  @Test
  void whereNobodyIsAskedWhoItIs_nobodyIsExempt() {
    assertThat(Caller.ANYBODY.mayPullUnsigned().test("team/a")).isFalse();
  }

  private Optional<String> authorization(String user, String scopes) {
    if (user == null) {
      return Optional.empty();
    }
    return Optional.of(scopes == null ? GatedRegistry.basic(user) : registry.bearer(user, scopes));
  }

  private static Rule rule(Who who, Set<Action> actions, String on) {
    return new Rule(0, who, Rule.Effect.MAY, actions, List.of(RepositoryPattern.parse(on)));
  }
}
