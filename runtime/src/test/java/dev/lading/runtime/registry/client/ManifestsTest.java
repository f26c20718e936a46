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
import dev.lading.runtime.registry.RegistryException.Refused;
import dev.lading.runtime.registry.RegistryException.TooLarge;
import dev.lading.runtime.registry.RegistryException.WrongBytes;
import dev.lading.runtime.registry.http.Transport;
import dev.lading.runtime.registry.played.PlayedServer;
import dev.lading.runtime.registry.played.PlayedServer.Exchange;
import dev.lading.runtime.registry.played.Setting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ManifestsTest {
  private static final RepositoryName APP = RepositoryName.parse("team/app");
  private static final Tag TAG = new Tag("1.0");
  private static final String TYPE = MediaType.OCI_MANIFEST.toString();
  private static final String BODY = "{\"schemaVersion\":2}";
  private static final byte[] BYTES = BODY.getBytes(StandardCharsets.UTF_8);
  private static final Digest DIGEST = Digest.of(Algorithm.SHA256, BYTES);
  private static final Digest OTHER = Digest.of(Algorithm.SHA256, new byte[0]);
  private static final String PATH = " /v2/team/app/manifests/";

  private final PlayedServer server = PlayedServer.start();
  private final Setting setting = Setting.usual();
  private final Transport transport = setting.transport();

  @AfterEach
  void close() {
    transport.close();
    server.close();
  }

  @Test
  void get_byTag_isVerifiedAgainstWhatTheRegistrySays() {
    server.on("GET" + PATH + TAG, e -> answer(e, DIGEST, BODY));

    FetchedManifest manifest = manifests().get(TAG);

    assertThat(manifest.bytes()).isEqualTo(BYTES);
    assertThat(manifest.descriptor()).isEqualTo(Descriptor.of(TYPE, DIGEST, BYTES.length));
    assertThat(server.seen().getLast().header("Accept"))
        .contains(MediaType.OCI_INDEX.toString(), MediaType.DOCKER_LIST.toString());
  }

  @Test
  void get_byTag_ofOtherBytes_isRefused() {
    server.on("GET" + PATH + TAG, e -> answer(e, OTHER, BODY));

    assertThatThrownBy(() -> manifests().get(TAG))
        .isInstanceOfSatisfying(
            WrongBytes.class,
            e -> {
              assertThat(e.expected()).isEqualTo(OTHER);
              assertThat(e.actual()).isEqualTo(DIGEST);
            });
  }

  @Test
  void get_byDigest_ofOtherBytes_isRefused_evenIfTheRegistryNamesThem() {
    server.on("GET" + PATH + OTHER, e -> answer(e, DIGEST, BODY));

    assertThatThrownBy(() -> manifests().get(OTHER)).isInstanceOf(WrongBytes.class);
  }

  @Test
  void get_bySha512_withTheOtherDigestInTheHeader_isVerifiedTwice() {
    Digest sha512 = Digest.of(Algorithm.SHA512, BYTES);
    server.on("GET" + PATH + sha512, e -> answer(e, DIGEST, BODY));

    assertThat(manifests().get(sha512).descriptor().digest()).isEqualTo(sha512);
  }

  @Test
  void get_ofTooMuch_isRefused() {
    server.on("GET" + PATH + TAG, e -> e.answer(200, new byte[Manifests.LIMIT_BYTES + 1]));

    assertThatThrownBy(() -> manifests().get(TAG)).isInstanceOf(TooLarge.class);
  }

  @Test
  void get_withoutAType_isABadAnswer() {
    server.on("GET" + PATH + TAG, e -> e.answer(200, BODY));

    assertThatThrownBy(() -> manifests().get(TAG)).isInstanceOf(BadAnswer.class);
  }

  @Test
  void find_ofNone_isEmpty() {
    assertThat(manifests().find(TAG)).isEmpty();
  }

  @Test
  void get_ofNone_isARefusalWithCodeAndWords() {
    assertThatThrownBy(() -> manifests().get(TAG))
        .isInstanceOfSatisfying(
            Refused.class,
            e -> {
              assertThat(e.status()).isEqualTo(404);
              assertThat(e.error("NAME_UNKNOWN")).isPresent();
            })
        .hasMessageContaining("NAME_UNKNOWN: none");
  }

  @Test
  void get_refusedByAPageOfHtml_isARefusalWithoutErrors() {
    server.on("GET" + PATH + TAG, e -> e.answer(502, "<html>\u001b[31m"));

    assertThatThrownBy(() -> manifests().get(TAG))
        .isInstanceOfSatisfying(Refused.class, e -> assertThat(e.errors()).isEmpty())
        .hasMessageEndingWith("answered 502");
  }

  @Test
  void resolve_isWhatTheHeadSays() {
    server.on("HEAD" + PATH + TAG, e -> answer(e, DIGEST, BODY));

    Resolution resolution = manifests().resolve(TAG);

    assertThat(resolution.descriptor()).isEqualTo(Descriptor.of(TYPE, DIGEST, BYTES.length));
    assertThat(resolution.refusal()).isEmpty();
  }

  @Test
  void resolve_ofARegistryThatTellsNoDigest_readsTheManifest() {
    server.on("HEAD" + PATH + TAG, e -> e.with("Content-Type", TYPE).answer(200, BODY));
    server.on("GET" + PATH + TAG, e -> e.with("Content-Type", TYPE).answer(200, BODY));

    assertThat(manifests().resolve(TAG).descriptor().digest()).isEqualTo(DIGEST);
  }

  @Test
  void resolve_ofWhatIsNotSigned_isWhatTheRefusalSays() {
    refuse(DIGEST, DIGEST.toString());

    Resolution resolution = manifests().resolve(TAG);

    assertThat(resolution.descriptor()).isEqualTo(Descriptor.of(TYPE, DIGEST, 123));
    assertThat(resolution.refusal())
        .hasValueSatisfying(
            refusal -> {
              assertThat(refusal.contentDigest()).contains(DIGEST);
              assertThat(refusal.error("DENIED").orElseThrow().detailText("rule"))
                  .contains("not signed");
            });
  }

  @Test
  void resolve_ofADigest_isNeverAnother() {
    server.on("HEAD" + PATH + DIGEST, e -> answer(e, OTHER, BODY));
    server.on("GET" + PATH + DIGEST, e -> answer(e, OTHER, BODY));
    assertThatThrownBy(() -> manifests().resolve(DIGEST)).isInstanceOf(WrongBytes.class);

    refuse(DIGEST.toString(), OTHER, OTHER.toString());
    assertThatThrownBy(() -> manifests().resolve(DIGEST)).isInstanceOf(Refused.class);
  }

  @Test
  void resolve_ofARefusalThatContradictsItself_isTheRefusal() {
    refuse(DIGEST, OTHER.toString());

    assertThatThrownBy(() -> manifests().resolve(TAG)).isInstanceOf(Refused.class);
  }

  @Test
  void put_sendsTheBytesWithTheirType() {
    server.on("PUT" + PATH + TAG, e -> answer(e, 201, DIGEST, ""));

    assertThat(manifests().put(TAG, TYPE, BYTES)).isEqualTo(DIGEST);
    assertThat(server.seen().getLast().text()).isEqualTo(BODY);
    assertThat(server.seen().getLast().header("Content-type")).isEqualTo(TYPE);
  }

  @Test
  void put_thatIsStoredAsSomethingElse_isWrong() {
    server.on("PUT" + PATH + TAG, e -> answer(e, 201, OTHER, ""));

    assertThatThrownBy(() -> manifests().put(TAG, TYPE, BYTES)).isInstanceOf(WrongBytes.class);
  }

  private void refuse(Digest header, String detail) {
    refuse(TAG.toString(), header, detail);
  }

  private void refuse(String reference, Digest header, String detail) {
    String body =
        """
        {"errors":[{"code":"DENIED","message":"image is not signed",
          "detail":{"rule":"not signed","digest":"%s","size":123,"mediaType":"%s"}}]}\
        """
            .formatted(detail, TYPE);
    server.on("HEAD" + PATH + reference, e -> answer(e, 403, header, body));
    server.on("GET" + PATH + reference, e -> answer(e, 403, header, body));
  }

  private Manifests manifests() {
    return setting.client(server.host(), transport).manifests(APP);
  }

  private static void answer(Exchange exchange, Digest digest, String body) throws IOException {
    answer(exchange, 200, digest, body);
  }

  private static void answer(Exchange exchange, int status, Digest digest, String body)
      throws IOException {
    exchange
        .with("Docker-Content-Digest", digest.toString())
        .with("Content-Type", TYPE + "; charset=utf-8")
        .answer(status, body);
  }
}
