package dev.lading.server.http;

import dev.lading.server.exchange.RequestException;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerBuilder;
import io.vertx.core.http.HttpServerConfig;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.core.net.ServerSSLOptions;
import io.vertx.core.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;

/**
 * One event loop of the edge: listens on all addresses together with its siblings, begins the
 * requests of its connections and watches over their bodies. All of it runs on the one thread.
 */
final class EventLoop extends VerticleBase {
  private static final Duration TRIM_EVERY = Duration.ofSeconds(10);

  private final Edge edge;
  private final HttpServerConfig config;
  private final UnaryOperator<HttpServerBuilder> encryption;
  private final List<SocketAddress> addresses;
  private final Executor requests;
  private final List<HttpServer> servers = new ArrayList<>();
  private final Set<Watched> bodies = new HashSet<>();

  private record Watched(BodyPipe pipe, HttpSocket socket) {}

  EventLoop(
      Edge edge,
      HttpServerConfig config,
      UnaryOperator<HttpServerBuilder> encryption,
      List<SocketAddress> addresses,
      Executor requests) {
    this.encryption = encryption;
    this.edge = edge;
    this.config = config;
    this.addresses = addresses;
    this.requests = requests;
  }

  @Override
  public Future<?> start() {
    vertx.setPeriodic(checkEvery(edge.settings().limits()).toMillis(), _ -> check());
    vertx.setPeriodic(TRIM_EVERY.toMillis(), _ -> Thread.startVirtualThread(edge.budget()::trim));
    List<Future<HttpServer>> listening = new ArrayList<>();
    for (SocketAddress address : addresses) {
      HttpServer server =
          encryption
              .apply(vertx.httpServerBuilder().with(config))
              .build()
              .requestHandler(request -> begin(request, Framing.fault(request)))
              .invalidRequestHandler(request -> begin(request, Optional.of(Framing.flaw(request))));
      servers.add(server);
      listening.add(server.listen(address));
    }
    return Future.all(listening);
  }

  /** What connections from now on are encrypted with, those of the other event loops included. */
  Future<?> renew(ServerSSLOptions options) {
    return Future.all(servers.stream().map(s -> s.updateSSLOptions(options)).toList());
  }

  /** The ports, in the order of the addresses. */
  List<Integer> ports() {
    return servers.stream().map(HttpServer::actualPort).toList();
  }

  /** Accepts no more, and lets running requests come to their end for a while. */
  Future<?> drain(Duration atMost) {
    return Future.join(servers.stream().map(server -> server.shutdown(atMost)).toList());
  }

  private static Duration checkEvery(HttpLimits limits) {
    long shortest =
        Math.min(
            limits.bodyWindow().toMillis(),
            Math.min(limits.bufferWait().toMillis(), limits.idle().toMillis()));
    return Duration.ofMillis(Math.clamp(shortest / 8, 20, 1000));
  }

  private void begin(HttpServerRequest http, Optional<? extends RequestException> refusal) {
    HttpSocket socket = new HttpSocket(http, vertx.getOrCreateContext());
    Optional<BodyPipe> body = refusal.isEmpty() ? body(http, socket) : Optional.empty();
    socket.receives(body);
    requests.execute(new Exchange(edge, socket, body, refusal));
  }

  private Optional<BodyPipe> body(HttpServerRequest http, HttpSocket socket) {
    OptionalLong length = declaredLength(http);
    if (length.isPresent() ? length.getAsLong() == 0 : !isStream(http, socket)) {
      return Optional.empty();
    }
    boolean waits = http.headers().contains(HttpHeaderNames.EXPECT, "100-continue", true);
    BodyPipe pipe =
        new BodyPipe(
            socket,
            edge.budget(),
            new BodyTerms(length, waits, edge.settings().limits()),
            edge.outside().nanos().getAsLong());
    Watched watched = new Watched(pipe, socket);
    bodies.add(watched);
    http.handler(chunk -> pipe.onChunk(((BufferInternal) chunk).getByteBuf()));
    http.endHandler(
        _ -> {
          if (pipe.onEnd()) {
            bodies.remove(watched);
          }
        });
    http.exceptionHandler(
        cause -> {
          pipe.onBroken(cause);
          bodies.remove(watched);
        });
    return Optional.of(pipe);
  }

  /** The library has refused lengths that are none, or are more than one. */
  private static OptionalLong declaredLength(HttpServerRequest http) {
    String length = http.getHeader(HttpHeaderNames.CONTENT_LENGTH);
    return length == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(length));
  }

  private static boolean isStream(HttpServerRequest http, HttpSocket socket) {
    return socket.alone()
        ? http.headers().contains(HttpHeaderNames.TRANSFER_ENCODING)
        : !http.isEnded();
  }

  private void check() {
    edge.connections().of(((ContextInternal) context).nettyEventLoop()).check();
    long now = edge.outside().nanos().getAsLong();
    for (Iterator<Watched> each = bodies.iterator(); each.hasNext(); ) {
      Watched watched = each.next();
      if (!watched.socket.isOpen()) {
        watched.pipe.onBroken(new ClosedChannelException());
        each.remove();
      } else if (!watched.pipe.check(now)) {
        each.remove();
      }
    }
  }
}
