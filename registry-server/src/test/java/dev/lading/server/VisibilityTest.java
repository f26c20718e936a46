package dev.lading.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lading.content.Algorithm;
import dev.lading.content.Digest;
import dev.lading.content.RepositoryName;
import dev.lading.content.Tag;
import dev.lading.content.store.Manifests;
import dev.lading.server.exchange.Method;
import dev.lading.server.exchange.RequestException.Denied;
import dev.lading.server.exchange.RequestException.Unauthorized;
import dev.lading.server.exchange.Response;
import dev.lading.server.exchange.Response.Header;
import dev.lading.server.exchange.SentRequest;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The catalog shows, and a mount uses, what the caller may pull, and nothing else. */
class VisibilityTest {
  private static final byte[] BLOB = "a blob".getBytes(UTF_8);
  private static final Digest DIGEST = Digest.of(Algorithm.SHA256, BLOB);
  private static final byte[] MANIFEST =
      """
      {"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[]}"""
          .getBytes(UTF_8);

  @TempDir private Path directory;
  @AutoClose private GatedRegistry registry;

  @BeforeEach
  void open() {
    registry = GatedRegistry.in(directory, TestRules.byName());
  }

  // ---- the catalog ---------------------------------------------------------------------------

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # who        | pages
          ''           | [public/a, public/b] [public/z]
          puller       | [public/a, public/b] [public/z, team/a] [team/z]
          deleter      | [public/a, public/b] [public/z, team/a] [team/z]
          """)
  void catalog_showsWhatTheCallerMayPull_inFullPages(String user, String pages) {
    for (String name :
        List.of(
            "a",
            "b",
            "c",
            "d/e",
            "public/a",
            "public/b",
            "public/z",
            "q1",
            "q2",
            "q3",
            "q4",
            "q5",
            "q6",
            "q7",
            "team",
            "team/a",
            "team/z",
            "x",
            "y",
            "z")) {
      push(name);
    }

    assertThat(pages(authorized(user, false))).isEqualTo(pages);
    assertThat(pages(authorized(user, true))).isEqualTo(pages);
  }

  @Test
  void catalog_whereNothingIsForTheCaller_isEmpty() {
    push("a");
    push("team/a");

    assertThat(pages(Optional.empty())).isEqualTo("[]");
  }

  private Optional<String> authorized(String user, boolean byToken) {
    if (user.isEmpty()) {
      return byToken ? Optional.of(registry.bearer("", "registry:catalog:*")) : Optional.empty();
    }
    return Optional.of(
        byToken ? registry.bearer(user, "registry:catalog:*") : GatedRegistry.basic(user));
  }

  /** All pages, each behind the link of the one before. */
  private String pages(Optional<String> authorization) {
    List<String> pages = new ArrayList<>();
    Optional<String> query = Optional.of("");
    while (query.isPresent()) {
      SentRequest request = SentRequest.of(Method.GET, "/v2/_catalog").query(query.get());
      Response page =
          registry.serve(
              authorization.map(value -> request.header("Authorization", value)).orElse(request));
      pages.add(names(page).toString());
      query = next(page);
    }
    return String.join(" ", pages);
  }

  private static List<String> names(Response page) {
    return StreamSupport.stream(GatedRegistry.json(page).get("repositories").spliterator(), false)
        .map(node -> node.asText())
        .toList();
  }

  private static Optional<String> next(Response page) {
    return page.headers().stream()
        .filter(header -> header.name().equals("Link"))
        .map(Header::value)
        .map(link -> link.substring(link.indexOf('?') + 1, link.indexOf('>')))
        .findFirst();
  }

  private void push(String name) {
    registry
        .store()
        .manifests()
        .put(
            new Manifests.Push(
                RepositoryName.parse(name),
                Tag.parse("v1"),
                List.of(),
                Optional.empty(),
                MANIFEST));
  }

  // ---- mounts --------------------------------------------------------------------------------

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          # the blob is in | the token is for                                          | from     | status
          team/b           | repository:team/a:pull,push repository:team/b:pull        | team/b   | 201
          team/b           | repository:team/a:pull,push                               | team/b   | 202
          team/b           | repository:team/a:pull,push                               | -        | 202
          team/b           | repository:team/a:pull,push repository:team/b:pull        | -        | 201
          team/b           | repository:team/a:pull,push repository:team/b:pull        | team/c   | 202
          team/a           | repository:team/a:pull,push                               | -        | 201
          team/a           | repository:team/a:pull,push                               | team/a   | 201
          hidden           | repository:team/a:pull,push repository:hidden:pull        | hidden   | 202
          hidden           | repository:team/a:pull,push repository:hidden:pull        | -        | 202
          public/b         | repository:team/a:pull,push repository:public/b:pull      | public/b | 201
          public/b         | repository:team/a:pull,push                               | public/b | 202
          team/b           | repository:team/a:pull,push repository:team/b:pull        | TEAM/B   | 202
          team/b           | repository:team/a:pull,push repository:team/b:pull        | team%2Fb | 201
          team/b           | repository:team/a:pull,push repository:team/b:pull        | ../team/b | 202
          """)
  void mount_byToken_usesWhatTheTokenIsFor(String held, String scopes, String from, int status) {
    hold(held);

    Response answer = mount("team/a", from, registry.bearer("pusher", scopes));

    assertThat(answer.status()).isEqualTo(status);
    assertThat(isHeld("team/a")).isEqualTo(status == 201 || held.equals("team/a"));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "team/b,   team/b,   201",
        "team/b,   -,        201",
        "public/b, public/b, 201",
        "hidden,   hidden,   202",
        "hidden,   -,        202"
      })
  void mount_byPassword_usesWhatTheRulesGive(String held, String from, int status) {
    hold(held);

    Response answer = mount("team/a", from, GatedRegistry.basic("pusher"));

    assertThat(answer.status()).isEqualTo(status);
  }

  @Test
  void mount_intoWhatMayNotBePushed_isRefused() {
    hold("team/b");
    String scopes = "repository:team/a:pull,push repository:team/b:pull,push";

    assertThat(
            catchThrowableOfType(
                Unauthorized.class,
                () -> mount("team/a", "team/b", registry.bearer("puller", scopes))))
        .isNotNull();
    assertThat(
            catchThrowableOfType(
                Denied.class, () -> mount("team/a", "team/b", GatedRegistry.basic("puller"))))
        .isNotNull();
    assertThat(isHeld("team/a")).isFalse();
  }

  private Response mount(String name, String from, String authorization) {
    return registry.serve(
        SentRequest.of(Method.POST, "/v2/<name>/blobs/uploads/")
            .word("name", name)
            .query("mount=" + DIGEST + (from == null ? "" : "&from=" + from))
            .header("Authorization", authorization));
  }

  /** A repository with a manifest, too: others are not looked into unless they are named. */
  private void hold(String name) {
    push(name);
    Iterator<ByteBuffer> pieces = List.of(ByteBuffer.wrap(BLOB)).iterator();
    registry
        .store()
        .uploads()
        .put(
            RepositoryName.parse(name),
            DIGEST,
            () -> pieces.hasNext() ? Optional.of(pieces.next()) : Optional.empty());
  }

  private boolean isHeld(String name) {
    return registry.store().blobs().find(RepositoryName.parse(name), DIGEST).isPresent();
  }
}
