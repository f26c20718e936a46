package dev.lading.server.http;

import dev.lading.server.exchange.Gate;
import dev.lading.server.exchange.Route;
import dev.lading.server.tls.TlsSettings;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.Http1ServerConfig;
import io.vertx.core.http.Http2ServerConfig;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServerBuilder;
import io.vertx.core.http.HttpServerConfig;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.WebSocketServerConfig;
import io.vertx.core.impl.transports.TransportInternal;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.transport.Transport;
import java.net.Inet6Address;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The registry's sockets: accepts connections, begins a virtual thread for every request, and stops
 * without cutting off what runs. Started once and closed once; safe for use by many threads.
 */
public final class HttpEdge implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpEdge.class);

  /** The library's 64 KiB would let an upload wait for an acknowledgement all the time. */
  private static final int HTTP2_WINDOW_BYTES = 4 << 20;

  /** Else every request passes by a handler for them. */
  private static final WebSocketServerConfig NO_WEB_SOCKETS =
      new WebSocketServerConfig()
          .setUsePerFrameCompression(false)
          .setUsePerMessageCompression(false);

  /** What one read of a socket yields at most. */
  private static final int CHUNK_BYTES = 64 << 10;

  /** For handlers to notice that their connections are gone. */
  private static final Duration LAST_STEPS = Duration.ofSeconds(5);

  /**
   * What the edge takes from its surroundings.
   *
   * @param access told of every request
   * @param requestIds names one request each time it is asked
   * @param clock the time of day, for clients
   * @param nanos a clock that only runs forward, in nanoseconds, for everything else
   */
  public record Surroundings(
      AccessListener access,
      Supplier<String> requestIds,
      InstantSource clock,
      LongSupplier nanos) {}

  private final HttpSettings settings;
  private final Optional<Tls> tls;
  private final Vertx vertx;
  private final ExecutorService requests;
  private final List<EventLoop> loops;
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile Optional<TlsRenewal> renewal = Optional.empty();

  private HttpEdge(
      HttpSettings settings,
      Optional<Tls> tls,
      Vertx vertx,
      ExecutorService requests,
      List<EventLoop> loops) {
    this.settings = settings;
    this.tls = tls;
    this.vertx = vertx;
    this.requests = requests;
    this.loops = loops;
  }

  /**
   * Listens; on return connections are accepted.
   *
   * @throws dev.lading.auth.files.UnusableFile when certificate or key cannot be used
   * @throws ListenFailed when one of the addresses cannot be had; none is listened on then
   */
  public static HttpEdge start(
      HttpSettings settings, List<Route> routes, Gate gate, Surroundings outside) {
    return start(settings, TlsEngine.best(), routes, gate, outside);
  }

  static HttpEdge start(
      HttpSettings settings,
      TlsEngine engine,
      List<Route> routes,
      Gate gate,
      Surroundings outside) {
    Edge shared =
        new Edge(
            settings,
            new RouteTable(routes, settings.prefix()),
            gate,
            outside,
            new Origins(settings.trustedProxies()),
            new OwnLinks(settings),
            new ByteBudget(settings.limits().bufferBytes()),
            new FileChunks.Large(),
            new Connections(settings.limits(), outside.nanos(), Encryption.of(settings)),
            new DateHeader(outside.clock()));
    Optional<Tls> tls = settings.tls().map(asked -> Tls.open(asked, engine, outside.clock()));
    tellLimits(settings.limits());
    Vertx vertx = vertx(shared.connections());
    ExecutorService requests =
        Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("request").inheritInheritableThreadLocals(false).factory());
    List<EventLoop> loops = Collections.synchronizedList(new ArrayList<>());
    HttpEdge edge = new HttpEdge(settings, tls, vertx, requests, loops);
    try {
      edge.listen(shared);
    } catch (ListenFailed e) {
      edge.close();
      throw e;
    }
    return edge;
  }

  /** Where connections are accepted, in the order of the settings, with the ports as they are. */
  public List<ListenAddress> addresses() {
    List<Integer> ports = loops.getFirst().ports();
    return IntStream.range(0, ports.size())
        .mapToObj(i -> new ListenAddress(settings.listeners().get(i).host(), ports.get(i)))
        .toList();
  }

  /**
   * Accepts no more, waits for running requests as long as the settings say, then closes their
   * connections. On return no handler runs any more, but for one that ignores that its client has
   * gone for another five seconds.
   */
  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    renewal.ifPresent(TlsRenewal::close);
    Duration patience = settings.drain().plus(LAST_STEPS);
    await(Future.join(loops.stream().map(loop -> loop.drain(settings.drain())).toList()), patience);
    requests.shutdown();
    try {
      if (!requests.awaitTermination(LAST_STEPS.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("some requests did not come to an end; leaving them");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    await(vertx.close(), LAST_STEPS);
  }

  private void listen(Edge shared) {
    List<SocketAddress> addresses = new ArrayList<>();
    for (ListenAddress address : settings.listeners()) {
      addresses.add(bindable(address, addresses.size()));
    }
    HttpServerConfig config = config(settings);
    UnaryOperator<HttpServerBuilder> encryption =
        tls.map(Tls::encryption).orElse(UnaryOperator.identity());
    Future<?> deployed =
        vertx.deployVerticle(
            () -> {
              EventLoop loop = new EventLoop(shared, config, encryption, addresses, requests);
              loops.add(loop);
              return loop;
            },
            new DeploymentOptions().setInstances(cores()));
    try {
      deployed.toCompletionStage().toCompletableFuture().join();
    } catch (CompletionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new ListenFailed(
          "cannot listen on " + settings.listeners() + ": " + cause.getMessage(), cause);
    }
    renewal = tls.map(files -> TlsRenewal.begin(files, loops.getFirst()::renew));
    LOG.info(
        "listening={} tls={} native={}",
        addresses(),
        tls.map(Tls::toString).orElse("off"),
        vertx.isNativeTransportEnabled());
    settings.tls().ifPresent(this::tellWhomToTrust);
  }

  private void tellWhomToTrust(TlsSettings used) {
    if (used.source() instanceof TlsSettings.SelfSigned(var certificate, _)) {
      LOG.warn(certificate.advice(addresses().getFirst().port()));
    }
  }

  /** A port that the system chooses is chosen once, and shared by all event loops. */
  private static SocketAddress bindable(ListenAddress address, int index) {
    String host = address.host().isEmpty() ? everywhere() : address.host();
    return address.port() == 0
        ? SocketAddress.sharedRandomPort(index + 1, host)
        : SocketAddress.inetSocketAddress(address.port(), host);
  }

  private static String everywhere() {
    try {
      boolean ipv6 =
          NetworkInterface.networkInterfaces()
              .flatMap(NetworkInterface::inetAddresses)
              .anyMatch(Inet6Address.class::isInstance);
      return ipv6 ? "::" : "0.0.0.0";
    } catch (SocketException e) {
      return "0.0.0.0";
    }
  }

  private static void tellLimits(HttpLimits limits) {
    Descriptors descriptors = Descriptors.ofThisProcess();
    if (descriptors.low()) {
      LOG.warn(
          "this process may open only {} files and sockets: at most {} connections are kept;"
              + " raise it with ulimit -n",
          descriptors.limit(),
          limits.connections());
    }
  }

  private static Vertx vertx(Connections connections) {
    Transport epoll = Transport.EPOLL;
    Transport chosen = epoll != null && epoll.available() ? epoll : Transport.NIO;
    return Vertx.builder()
        .with(
            new VertxOptions()
                .setEventLoopPoolSize(cores())
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setDisableTCCL(true)
                .setFileSystemOptions(
                    new FileSystemOptions()
                        .setFileCachingEnabled(false)
                        .setClassPathResolvingEnabled(false)))
        .withTransport(
            new TransportInternal(
                chosen.name(),
                true,
                null,
                new CountingTransport(chosen.implementation(), connections)))
        .build();
  }

  private static HttpServerConfig config(HttpSettings settings) {
    HttpLimits limits = settings.limits();
    return new HttpServerConfig()
        .setVersions(
            settings.tls().map(TlsSettings::http2).orElse(settings.h2c())
                ? Set.of(HttpVersion.HTTP_1_0, HttpVersion.HTTP_1_1, HttpVersion.HTTP_2)
                : Set.of(HttpVersion.HTTP_1_0, HttpVersion.HTTP_1_1))
        .setStrictThreadMode(true)
        .setWebSocketConfig(NO_WEB_SOCKETS)
        .setHttp1Config(
            new Http1ServerConfig()
                .setMaxChunkSize(CHUNK_BYTES)
                .setMaxInitialLineLength(limits.initialLineBytes())
                .setMaxHeaderSize(limits.headerBytes()))
        .setHttp2Config(
            new Http2ServerConfig()
                .setConnectionWindowSize(HTTP2_WINDOW_BYTES)
                .setInitialSettings(
                    new Http2Settings()
                        .setInitialWindowSize(HTTP2_WINDOW_BYTES)
                        .setMaxHeaderListSize(limits.headerBytes())
                        .setMaxConcurrentStreams(100)));
  }

  private static int cores() {
    return Runtime.getRuntime().availableProcessors();
  }

  private static void await(Future<?> future, Duration atMost) {
    try {
      future
          .toCompletionStage()
          .toCompletableFuture()
          .get(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      LOG.warn("stopping the edge goes on without waiting for all of it", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
