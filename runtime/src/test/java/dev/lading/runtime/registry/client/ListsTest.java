package dev.lading.runtime.registry.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lading.content.Algorithm;
import dev.lading.content.Descriptor;
import dev.lading.content.Digest;
import dev.lading.content.MediaType;
import dev.lading.content.RepositoryName;
import dev.lading.content.Tag;
import dev.lading.runtime.registry.RegistryException.BadAnswer;
import dev.lading.runtime.registry.RegistryException.Unsafe;
import dev.lading.runtime.registry.http.Transport;
import dev.lading.runtime.registry.played.PlayedServer;
import dev.lading.runtime.registry.played.Setting;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListsTest {
  private static final RepositoryName APP = RepositoryName.parse("team/app");
  private static final String TAGS = "GET /v2/team/app/tags/list";
  private static final Digest SUBJECT = Digest.of(Algorithm.SHA512, new byte[0]);
  private static final Digest CHILD = Digest.of(Algorithm.SHA256, new byte[0]);
  private static final String INDEX =
      "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.index.v1+json\","
          + "\"manifests\":[{\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\","
          + "\"digest\":\""
          + CHILD
          + "\",\"size\":7}]}";

  private final PlayedServer server = PlayedServer.start();
  private final Setting setting = Setting.usual();
  private final Transport transport = setting.transport();

  @AfterEach
  void close() {
    transport.close();
    server.close();
  }

  @Test
  void tags_areThoseOfAllPages() {
    server.on(
        TAGS,
        e -> {
          if (e.http().getRequestURI().getQuery() == null) {
            e.with("Link", "</v2/team/app/tags/list?n=1&last=a>; rel=\"next\"")
                .answer(200, "{\"tags\":[\"a\"]}");
          } else {
            e.answer(200, "{\"tags\":[\"b\"]}");
          }
        });

    assertThat(client().tags(APP).all()).containsExactly(new Tag("a"), new Tag("b"));
    assertThat(server.lines()).contains(TAGS + "?n=1&last=a");
  }

  @Test
  void tags_thatAreNull_areNone() {
    server.on(TAGS, e -> e.answer(200, "{\"name\":\"team/app\",\"tags\":null}"));

    assertThat(client().tags(APP).all()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{\"tags\":[7]}",
        "{\"tags\":[\"../x\"]}",
        "{\"tags\":[\"a\"],\"tags\":[]}",
        "{\"tags\":[]} x",
      })
  void tags_thatAreNone_areABadAnswer(String body) {
    server.on(TAGS, e -> e.answer(200, body));

    assertThatThrownBy(() -> client().tags(APP).all()).isInstanceOf(BadAnswer.class);
  }

  @Test
  void tags_withoutAnEnd_areGivenUp() {
    server.on(
        TAGS,
        e -> e.with("Link", "<" + TAGS.substring(4) + ">; rel=next").answer(200, "{\"tags\":[]}"));

    assertThatThrownBy(() -> client().tags(APP).all()).isInstanceOf(BadAnswer.class);
  }

  @Test
  void nextPage_somewhereUnsafe_isNotAsked() {
    server.on(
        TAGS,
        e -> e.with("Link", "<http://evil.example/>; rel=\"next\"").answer(200, "{\"tags\":[]}"));

    assertThatThrownBy(() -> client().tags(APP).all()).isInstanceOf(Unsafe.class);
  }

  @Test
  void referrers_areThoseOfTheIndex() {
    server.on("GET /v2/team/app/referrers/" + SUBJECT, e -> e.answer(200, INDEX));

    assertThat(referrers()).containsExactly(CHILD);
  }

  @Test
  void referrers_ofAnOldRegistry_areThoseUnderTheTag() {
    String tag = "sha512-" + SUBJECT.hex().substring(0, 64);
    server.on(
        "GET /v2/team/app/manifests/" + tag,
        e -> e.with("Content-Type", MediaType.OCI_INDEX.toString()).answer(200, INDEX));

    assertThat(referrers()).containsExactly(CHILD);
  }

  @Test
  void referrers_ofAnOldRegistryWithoutATag_areNone() {
    assertThat(referrers()).isEmpty();
  }

  @Test
  void referrers_thatAreNoIndex_areABadAnswer() {
    server.on("GET /v2/team/app/referrers/" + SUBJECT, e -> e.answer(200, "{}"));

    assertThatThrownBy(this::referrers).isInstanceOf(BadAnswer.class);
  }

  private List<Digest> referrers() {
    return client().referrers(APP).of(SUBJECT).stream().map(Descriptor::digest).toList();
  }

  private RegistryClient client() {
    return setting.client(server.host(), transport);
  }
}
