package dev.lading.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lading.server.exchange.Method;
import dev.lading.server.exchange.Need;
import dev.lading.server.exchange.RequestException;
import dev.lading.server.exchange.Response;
import dev.lading.server.exchange.Route;
import dev.lading.server.http.RouteTable.Match;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouteTableTest {
  private static final String DIGEST = "sha256:" + "ab".repeat(32);

  private static final Map<String, List<Method>> ROWS =
      Map.of(
          "/v2/", List.of(Method.GET, Method.HEAD),
          "/v2/_catalog", List.of(Method.GET),
          "/v2/<name>/tags/list", List.of(Method.GET),
          "/v2/<name>/manifests/<reference>", List.of(Method.GET, Method.HEAD, Method.PUT),
          "/v2/<name>/blobs/<digest>", List.of(Method.GET, Method.HEAD, Method.DELETE),
          "/v2/<name>/blobs/uploads/", List.of(Method.POST),
          "/v2/<name>/blobs/uploads/<id>", List.of(Method.GET, Method.PATCH),
          "/v2/<name>/referrers/<digest>", List.of(Method.GET),
          "/v2/<name>/_trust/tuf/<file>", List.of(Method.GET),
          "/healthz", List.of(Method.GET));

  private static RouteTable table(String prefix) {
    List<Route> routes = new ArrayList<>();
    ROWS.forEach(
        (pattern, methods) ->
            methods.forEach(
                method ->
                    routes.add(
                        new Route(
                            method, pattern, _ -> new Need.Nothing(), _ -> Response.of(200)))));
    return new RouteTable(routes, prefix);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET   /v2/                                   /v2/                             -           -",
        "GET   /v2/_catalog                           /v2/_catalog                     -           -",
        "GET   /healthz                               /healthz                         -           -",
        "GET   /v2/a/tags/list                        /v2/<name>/tags/list             a           -",
        "GET   /v2/a/b/c/tags/list                    /v2/<name>/tags/list             a/b/c       -",
        "GET   /v2/tags/list/tags/list                /v2/<name>/tags/list             tags/list   -",
        "HEAD  /v2/a/manifests/v1                     /v2/<name>/manifests/<reference> a           v1",
        "GET   /v2/a/manifests/list                   /v2/<name>/manifests/<reference> a           list",
        "GET   /v2/a/manifests/sha256%3Aff            /v2/<name>/manifests/<reference> a           sha256:ff",
        "GET   /v2/a%2Fb/manifests/v1                 /v2/<name>/manifests/<reference> a/b         v1",
        "GET   /v2/a/blobs/sha256:ff                  /v2/<name>/blobs/<digest>        a           sha256:ff",
        "POST  /v2/a/b/blobs/uploads/                 /v2/<name>/blobs/uploads/        a/b         -",
        "PATCH /v2/a/b/blobs/uploads/0-1              /v2/<name>/blobs/uploads/<id>    a/b         0-1",
        "PATCH /v2/blobs/uploads/blobs/uploads/x      /v2/<name>/blobs/uploads/<id> blobs/uploads  x",
        "GET   /v2/a/referrers/sha256:ff              /v2/<name>/referrers/<digest>    a           sha256:ff",
        // What looks like a way out of the tree stays a value, for the handler's parse to refuse:
        "GET   /v2/../manifests/v1                    /v2/<name>/manifests/<reference> ..          v1",
        "GET   /v2/a/../b/manifests/v1                /v2/<name>/manifests/<reference> a/../b      v1",
        "GET   /v2/a/%2e%2e/manifests/v1              /v2/<name>/manifests/<reference> a/..        v1",
        "GET   /v2/a/%252e%252e/manifests/v1          /v2/<name>/manifests/<reference> a/%2e%2e    v1",
        "GET   /v2/a//b/manifests/v1                  /v2/<name>/manifests/<reference> a//b        v1",
        "GET   /v2/a/manifests/..                     /v2/<name>/manifests/<reference> a           ..",
        "GET   /v2/a/manifests/%2e%2e%2fb             /v2/<name>/manifests/<reference> a           ../b",
        "PATCH /v2/a/blobs/uploads/..%2f..%2fetc      /v2/<name>/blobs/uploads/<id>    a           ../../etc",
        "GET   /v2/a/blobs/uploads                    /v2/<name>/blobs/<digest>        a           uploads",
        // Two words span: the name is as short as it can be, the file takes the rest.
        "GET   /v2/h:1/a/b/_trust/tuf/root.json       /v2/<name>/_trust/tuf/<file>     h:1/a/b     root.json",
        "GET   /v2/h:1/a/_trust/tuf/targets/r/s.json  /v2/<name>/_trust/tuf/<file>     h:1/a       targets/r/s.json",
        "GET   /v2/h:1/a/_trust/tuf/targets%2Fr.json  /v2/<name>/_trust/tuf/<file>     h:1/a       targets/r.json",
        "GET   /v2/h:1%2Fa/_trust/tuf/root.json       /v2/<name>/_trust/tuf/<file>     h:1/a       root.json",
        "GET   /v2/a/_trust/tuf/_trust/tuf/root.json  /v2/<name>/_trust/tuf/<file>     a           _trust/tuf/root.json",
        "GET   /v2/a/_trust/tuf/../root.json          /v2/<name>/_trust/tuf/<file>     a           ../root.json",
      })
  void match_knownPath_findsRowAndWords(String row) {
    List<String> columns = List.of(row.split(" +"));
    String name = columns.get(3);
    String last = columns.get(4);
    assertThat(table("/").match(columns.get(0), columns.get(1)))
        .isInstanceOfSatisfying(
            Match.Found.class,
            found -> {
              assertThat(found.route().pattern()).isEqualTo(columns.get(2));
              assertThat(found.route().method()).isEqualTo(Method.valueOf(columns.get(0)));
              if (!name.equals("-")) {
                assertThat(found.parameters().get("name")).isEqualTo(name);
              }
              if (!last.equals("-")) {
                assertThat(found.parameters().values()).containsValue(last);
              }
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/v2",
        "/v1/",
        "/v3/a/tags/list",
        "//v2/",
        "/v2//",
        "/v2//tags/list",
        "/v2/tags/list",
        "/v2/a/tags/list/",
        "/v2/a/tags",
        "/v2/a/manifests/",
        "/v2/a/manifests/v1/",
        "/v2/manifests/v1",
        "/v2/a/%6Danifests/v1",
        "/v2/blobs/uploads/",
        "/v2/a/blobs/",
        "/v2/a/blobs/x/y/",
        "/../v2/",
        "/v2/..",
        "/v2/./_catalog",
        "/%76%32/",
        "/healthz/",
        "/HEALTHZ",
        "/v2/_trust/tuf/root.json",
        "/v2//_trust/tuf/root.json",
        "/v2/a/_trust/tuf/",
        "/v2/a/_trust/tuf",
        "/v2/a/_trust/root.json",
        "*",
      })
  void match_otherPath_isUnknown(String path) {
    assertThat(table("/").match("GET", path)).isInstanceOf(Match.Unknown.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DELETE  /v2/a/tags/list       GET",
        "POST    /v2/a/manifests/v1    GET,HEAD,PUT",
        "GET     /v2/a/blobs/uploads/  POST",
        "OPTIONS /v2/                  GET,HEAD",
        "get     /v2/                  GET,HEAD",
        "HEAD    /v2/_catalog          GET",
      })
  void match_otherMethod_namesTheAllowed(String row) {
    List<String> columns = List.of(row.split(" +"));
    assertThat(table("/").match(columns.get(0), columns.get(1)))
        .isInstanceOfSatisfying(
            Match.MethodUnsupported.class,
            no ->
                assertThat(no.allowed())
                    .extracting(Enum::name)
                    .containsExactly(columns.get(2).split(",")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v2/a/manifests/%",
        "/v2/a/manifests/%a",
        "/v2/a/manifests/%zz",
        "/v2/a/manifests/%ff%fe",
        "/v2/%c0%ae%c0%ae/manifests/v1",
        "/v2/a%/tags/list",
      })
  void match_brokenEncoding_isRefused(String path) {
    assertThatThrownBy(() -> table("/").match("GET", path))
        .isInstanceOf(RequestException.TargetMalformed.class);
  }

  @Test
  void match_withPrefix_knowsNothingOutside() {
    RouteTable table = table("/registry/hub/");
    assertThat(table.match("GET", "/registry/hub/v2/")).isInstanceOf(Match.Found.class);
    assertThat(table.match("GET", "/registry/hub/v2/a/blobs/" + DIGEST))
        .isInstanceOfSatisfying(
            Match.Found.class, f -> assertThat(f.parameters().get("name")).isEqualTo("a"));
    assertThat(table.match("GET", "/v2/")).isInstanceOf(Match.Unknown.class);
    assertThat(table.match("GET", "/registry/hubv2/")).isInstanceOf(Match.Unknown.class);
    assertThat(table.match("GET", "/registry/hub//v2/")).isInstanceOf(Match.Unknown.class);
  }

  @Test
  void table_twoRowsOfOneMethodAndPattern_isRefused() {
    Route row = new Route(Method.GET, "/v2/", _ -> new Need.Nothing(), _ -> Response.of(200));
    assertThatThrownBy(() -> new RouteTable(List.of(row, row), "/"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
