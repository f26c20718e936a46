package dev.lading.server.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lading.server.http.Eventually;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlSocketTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  @TempDir private Path root;
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch goOn = new CountDownLatch(1);
  private final BlockingQueue<String> ended = new LinkedBlockingQueue<>();
  private Path directory;

  @BeforeEach
  void make() throws IOException {
    directory = Files.createDirectories(root.resolve("lading"));
    Files.createDirectories(directory.resolve("tmp"));
  }

  @AfterEach
  void stop() {
    workers.shutdownNow();
  }

  @Test
  void command_isCarriedOut_andItsResultTold() throws Exception {
    try (ControlSocket _ = open()) {
      assertThat(ask("echo", object().put("say", "Grüße"))).isEqualTo(object().put("say", "Grüße"));
    }
  }

  @Test
  void progress_isToldOnTheWay() throws Exception {
    List<JsonNode> told = new ArrayList<>();
    try (ControlSocket _ = open()) {
      JsonNode result =
          client()
              .ask(
                  "slow",
                  object(),
                  news -> {
                    told.add(news);
                    goOn.countDown();
                  });
      assertThat(result).isEqualTo(object().put("done", true));
    }
    assertThat(told).contains(object().put("stage", 1));
  }

  @Test
  void refusal_hasItsReason() throws Exception {
    try (ControlSocket _ = open()) {
      assertThatThrownBy(() -> ask("refuse", object()))
          .isInstanceOf(ControlRefusal.class)
          .hasMessage("not today");
      assertThatThrownBy(() -> ask("unheard", object()))
          .isInstanceOf(ControlRefusal.class)
          .hasMessageContaining("no such command")
          .hasMessageContaining("echo");
      assertThatThrownBy(() -> ask("break", object()))
          .isInstanceOf(ControlRefusal.class)
          .hasMessageContaining("log")
          .hasMessageNotContaining("secret");
    }
  }

  @Test
  void socket_isForItsOwnerOnly() throws Exception {
    try (ControlSocket socket = open()) {
      assertThat(socket.path()).isEqualTo(directory.toRealPath().resolve("control.sock"));
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket.path())))
          .isEqualTo("rw-------");
      assertThat(directory.resolve("tmp")).isEmptyDirectory();
    }
    assertThat(directory.resolve("control.sock")).doesNotExist();
    assertThat(ControlClient.connect(directory)).isEmpty();
  }

  @Test
  void peers_areTheOwnUser_andRoot() throws Exception {
    try (ControlSocket socket = open();
        SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(socket.path()))) {
      UserPrincipal nobody =
          root.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");

      assertThat(Peers.of(socket.path()).mayAsk(client)).isTrue();
      assertThat(new Peers(Set.of(nobody)).mayAsk(client)).isFalse();
    }
  }

  @Test
  void pathThatIsTooLong_isReplacedByAPrivateDirectory_thatAFileNames() throws Exception {
    Path deep = Files.createDirectories(root.resolve("d".repeat(120)).resolve("lading"));
    Files.createDirectories(deep.resolve("tmp"));
    Path socket;
    try (ControlSocket opened = open(deep)) {
      socket = opened.path();
      assertThat(socket.startsWith(root)).isFalse();
      assertThat(deep.resolve("control")).hasContent(socket + "\n");
      assertThat(permissions(deep.resolve("control"))).isEqualTo("rw-------");
      assertThat(permissions(Optional.ofNullable(socket.getParent()).orElseThrow()))
          .isEqualTo("rwx------");
      assertThat(connected(deep).ask("echo", object(), _ -> {})).isEqualTo(object());
    }
    assertThat(socket).doesNotExist();
    assertThat(deep.resolve("control")).doesNotExist();
  }

  @Test
  void socketOfAKilledRegistry_isNobody_andIsReplaced() throws Exception {
    Path stale = directory.resolve("control.sock");
    try (ServerSocketChannel killed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      killed.bind(UnixDomainSocketAddress.of(stale));
    }
    assertThat(stale).exists();
    assertThat(ControlClient.connect(directory)).isEmpty();

    try (ControlSocket _ = open()) {
      assertThat(ask("echo", object())).isEqualTo(object());
    }
  }

  @Test
  void requestThatIsTooLong_orNone_isRefused() throws Exception {
    try (ControlSocket _ = open()) {
      assertThat(raw("{\"command\":\"echo\",\"arguments\":{\"x\":\"" + "y".repeat(70_000)))
          .contains("longer than");
      assertThat(raw("what?\n")).contains("no JSON");
      assertThat(raw("\n")).contains("no such command");
      assertThat(ask("echo", object())).isEqualTo(object());
    }
  }

  @Test
  void clientThatIsSilent_isSentAway() throws Exception {
    try (ControlSocket socket = open(directory, Duration.ofMillis(50), 8);
        SocketChannel silent = SocketChannel.open(UnixDomainSocketAddress.of(socket.path()))) {
      assertThat(silent.read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }
  }

  @Test
  void clientThatGoesAway_endsNothing() throws Exception {
    try (ControlSocket _ = open()) {
      try (ControlClient leaving = client()) {
        assertThatThrownBy(
                () ->
                    leaving.ask(
                        "slow",
                        object(),
                        _ -> {
                          throw new IllegalStateException("enough");
                        }))
            .hasMessage("enough");
      }
      goOn.countDown();
      assertThat(ended.poll(LONG.toSeconds(), TimeUnit.SECONDS)).isEqualTo("slow");
    }
  }

  @Test
  void clientsAreFew_andTheNextOneIsTold() throws Exception {
    try (ControlSocket socket = open(directory, LONG, 1)) {
      try (SocketChannel _ = SocketChannel.open(UnixDomainSocketAddress.of(socket.path()))) {
        Eventually.isTrue("refused", () -> raw("").contains("too many"));
      }
      Eventually.isTrue("free again", this::isServed);
    }
  }

  /** As for want of file descriptors. */
  @Test
  void clientThatCannotBeTaken_endsNothing() throws Exception {
    Queue<IOException> failures =
        new ArrayDeque<>(
            List.of(new IOException("too many open files"), new ClosedChannelException()));
    List<SocketChannel> received = new ArrayList<>();
    try (SocketChannel client = SocketChannel.open()) {
      Queue<SocketChannel> clients = new ArrayDeque<>(List.of(client));
      Arrivals.Source source =
          () -> {
            if (failures.size() == 1 && !clients.isEmpty()) {
              return clients.remove();
            }
            throw failures.remove();
          };

      new Arrivals(source, received::add, Duration.ZERO).takeAll();

      assertThat(received).containsExactly(client);
    }
  }

  @Test
  void registryThatStops_saysSo() throws Exception {
    try (ControlSocket _ = open()) {
      workers.shutdownNow();
      assertThatThrownBy(() -> ask("echo", object())).hasMessageContaining("stopping");
    }
  }

  private ControlSocket open() throws IOException {
    return open(directory);
  }

  private ControlSocket open(Path where) throws IOException {
    return open(where, LONG, 8);
  }

  private ControlSocket open(Path where, Duration patience, int connections) throws IOException {
    Map<String, ControlCommand> commands =
        Map.of(
            "echo",
            (arguments, _) -> arguments.isMissingNode() ? object() : arguments,
            "slow",
            this::slow,
            "refuse",
            (_, _) -> {
              throw new ControlRefusal("not today");
            },
            "break",
            (_, _) -> {
              throw new IllegalStateException("secret");
            });
    return ControlSocket.open(
        where,
        new ControlSocket.Settings(commands, workers, System::nanoTime, patience, connections));
  }

  private JsonNode slow(JsonNode arguments, Consumer<JsonNode> progress) {
    progress.accept(object().put("stage", 1));
    try {
      goOn.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    ended.add("slow");
    return object().put("done", true);
  }

  private JsonNode ask(String command, ObjectNode arguments) {
    try (ControlClient client = client()) {
      return client.ask(command, arguments, _ -> {});
    }
  }

  private ControlClient client() {
    return connected(directory);
  }

  private static ControlClient connected(Path where) {
    return ControlClient.connect(where).orElseThrow();
  }

  /** What is answered to some bytes. */
  private String raw(String request) throws IOException {
    try (SocketChannel channel =
            SocketChannel.open(UnixDomainSocketAddress.of(directory.resolve("control.sock")));
        BufferedReader lines = new BufferedReader(Channels.newReader(channel, UTF_8))) {
      int _ = channel.write(ByteBuffer.wrap(request.getBytes(UTF_8)));
      return String.valueOf(lines.readLine());
    }
  }

  private boolean isServed() {
    try {
      return raw("{\"command\":\"echo\"}\n").contains("result");
    } catch (IOException _) {
      return false; // sent away before it had asked
    }
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
