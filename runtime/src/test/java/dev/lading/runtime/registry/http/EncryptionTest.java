package dev.lading.runtime.registry.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import dev.lading.runtime.registry.RegistryException.NoTls;
import dev.lading.runtime.registry.RegistryException.Untrusted;
import dev.lading.runtime.registry.RegistryHost;
import dev.lading.runtime.registry.client.RegistryClient;
import dev.lading.runtime.registry.played.Authority;
import dev.lading.runtime.registry.played.PlayedServer;
import dev.lading.runtime.registry.played.RawServer;
import dev.lading.runtime.registry.played.Setting;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncryptionTest {
  @TempDir private Path directory;
  private final Authority authority = new Authority();
  private PlayedServer server = PlayedServer.start(authority.serving(authority.issue("server")));

  @BeforeEach
  void play() {
    server.on("GET /v2/", e -> e.answer(200, "{}"));
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void certificate_ofAnAuthorityOfTheHost_isBelieved() throws IOException {
    trust(folder(server));

    assertThat(ping(knowing())).isEqualTo("https");
  }

  @Test
  void certificate_ofAnAuthorityOfTheSystem_isBelieved() throws IOException {
    Path bundle = directory.resolve("bundle.pem");
    authority.write(bundle);

    assertThat(ping(new HostCertificates(List.of(), Optional.of(bundle)))).isEqualTo("https");
  }

  @Test
  void certificate_ofNobodyWeKnow_isNotBelieved() {
    assertThatThrownBy(() -> ping(knowing()))
        .isInstanceOf(Untrusted.class)
        .hasMessageContaining("/etc/docker/certs.d/" + server.host() + "/ca.crt");
    assertThat(server.lines()).isEmpty();
  }

  @Test
  void certificate_ofAnotherHost_isNotBelieved() throws IOException {
    Path folder = directory.resolve("localhost:" + server.port());
    trust(folder);
    Setting setting = Setting.usual().with(knowing());

    try (Transport transport = setting.transport()) {
      RegistryClient client =
          setting.client(RegistryHost.parse("localhost:" + server.port()), transport);
      assertThatThrownBy(client::ping).isInstanceOf(Untrusted.class);
    }
  }

  @Test
  void ourCertificate_isShownToItsHostOnly() throws IOException {
    List<String> names = new CopyOnWriteArrayList<>();
    playAskingForCertificates(names);
    trust(folder(server));
    authority
        .issue("alice")
        .write(folder(server).resolve("client.cert"), folder(server).resolve("client.key"));
    Path bundle = directory.resolve("bundle.pem");
    authority.write(bundle);

    ping(knowing());
    ping(new HostCertificates(List.of(), Optional.of(bundle)));

    assertThat(names).containsExactly("CN=alice", "nobody");
  }

  @Test
  void keyThatIsMissing_isNamed() throws IOException {
    trust(folder(server));
    authority
        .issue("alice")
        .write(folder(server).resolve("client.cert"), directory.resolve("elsewhere.key"));

    assertThatThrownBy(() -> ping(knowing()))
        .isInstanceOf(UnusableSetting.class)
        .hasMessageContaining("client.key");
  }

  @Test
  void hostWithCertificates_isNeverAskedInClearText() throws IOException {
    try (PlayedServer clear = PlayedServer.start()) {
      clear.on("GET /v2/", e -> e.answer(200, "{}"));
      trust(folder(clear));
      Setting setting = Setting.usual().with(knowing());

      try (Transport transport = setting.transport()) {
        assertThat(setting.client(clear.host(), transport).base()).hasScheme("https");
      }
      assertThat(clear.lines()).isEmpty();
    }
  }

  @Test
  void serverInClearText_whoSaysSo_isNamedForWhatItIs() {
    try (RawServer clear =
            RawServer.startDeaf(
                (connection, _) -> RawServer.say(connection, "HTTP/1.1 400 Bad Request\r\n\r\n"));
        Transport transport = Setting.usual().transport()) {
      Request request =
          Request.of(Method.GET, URI.create("https://127.0.0.1:" + clear.port() + "/v2/"));

      assertThatThrownBy(() -> transport.send(request)).isInstanceOf(NoTls.class);
    }
  }

  @Test
  void proxy_tunnels_withItsPasswordAndNotOurs() throws IOException {
    trust(folder(server));
    List<String> heads = new CopyOnWriteArrayList<>();
    try (RawServer proxy =
        RawServer.start(
            (connection, head) -> {
              heads.addAll(head);
              tunnel(connection);
            })) {
      Setting setting =
          Setting.usual()
              .with(knowing())
              .with(PlainHttp.NOWHERE)
              .with(proxied("http://me:pw@127.0.0.1:" + proxy.port()));
      try (Transport transport = setting.transport()) {
        Request request =
            Request.of(Method.GET, URI.create("https://r.example/v2/"))
                .authorizedBy(Optional.of("Bearer secret"));
        assertThatThrownBy(() -> transport.send(request)).isInstanceOf(Untrusted.class);
      }
    }
    assertThat(heads)
        .contains("CONNECT r.example:443 HTTP/1.1", "Proxy-Authorization: Basic bWU6cHc=")
        .noneMatch(line -> line.contains("secret"));
  }

  private static ProxyRules proxied(String proxy) {
    return ProxyRules.of(Map.of("HTTPS_PROXY", proxy));
  }

  /** To our server, whoever was asked for. */
  private void tunnel(Socket connection) throws IOException {
    RawServer.say(connection, "HTTP/1.1 200 tunnel\r\n\r\n");
    try (Socket target = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      Thread.ofVirtual().start(() -> copy(target, connection));
      copy(connection, target);
    }
  }

  private static void copy(Socket from, Socket to) {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      in.transferTo(out);
    } catch (IOException _) {
      // One of them hung up.
    }
  }

  private String ping(HostCertificates certificates) {
    Setting setting = Setting.usual().with(certificates);
    try (Transport transport = setting.transport()) {
      RegistryClient client = setting.client(server.host(), transport);
      client.ping();
      return client.base().getScheme();
    }
  }

  private HostCertificates knowing() {
    return new HostCertificates(List.of(directory), Optional.empty());
  }

  private Path folder(PlayedServer played) {
    return directory.resolve(played.host().toString());
  }

  private void trust(Path folder) throws IOException {
    Files.createDirectories(folder);
    authority.write(folder.resolve("ca.crt"));
  }

  private void playAskingForCertificates(List<String> names) {
    server.close();
    SSLContext context = authority.serving(authority.issue("server"));
    server =
        PlayedServer.start(
            new HttpsConfigurator(context) {
              @Override
              public void configure(HttpsParameters parameters) {
                SSLParameters wanted = context.getDefaultSSLParameters();
                wanted.setWantClientAuth(true);
                parameters.setSSLParameters(wanted);
              }
            });
    server.on(
        "GET /v2/",
        e -> {
          names.add(peer((HttpsExchange) e.http()));
          e.answer(200, "{}".getBytes(StandardCharsets.US_ASCII));
        });
  }

  private static String peer(HttpsExchange exchange) {
    try {
      return exchange.getSSLSession().getPeerPrincipal().getName();
    } catch (IOException _) {
      return "nobody";
    }
  }
}
