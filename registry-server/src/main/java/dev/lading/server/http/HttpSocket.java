package dev.lading.server.http;

import dev.lading.server.exchange.Origin;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.impl.ConnectionBase;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * The socket below one request. HTTP/1.1 has the connection to itself, so that stopping it means
 * not to read the socket; a request of HTTP/2 is stopped by its window.
 */
final class HttpSocket implements BodyIntake {
  /** For a client to read our answer, and to notice that we listen no more. */
  private static final long LINGER_SECONDS = 5;

  private final HttpServerRequest http;
  private final Context context;
  private final Channel channel;
  private final boolean alone;

  HttpSocket(HttpServerRequest http, Context context) {
    this.http = http;
    this.context = context;
    this.channel = ((ConnectionBase) http.connection()).channel();
    this.alone = http.version() != HttpVersion.HTTP_2;
  }

  HttpServerRequest http() {
    return http;
  }

  /** Who is at the other end of the connection. */
  InetAddress peer() {
    return channel.remoteAddress() instanceof InetSocketAddress address
        ? address.getAddress()
        : InetAddress.getLoopbackAddress();
  }

  /** What the connection itself tells of the request's origin. */
  Origin direct() {
    String host = http.getHeader("Host");
    if (host == null) {
      HostAndPort authority = http.authority();
      host = authority == null ? "localhost" : authority.toString();
    }
    String scheme = http.scheme();
    return new Origin(peer().getHostAddress(), scheme == null ? "http" : scheme, host);
  }

  boolean isOpen() {
    return channel.isOpen();
  }

  /** Whether no other request is on this connection at the same time. */
  boolean alone() {
    return alone;
  }

  @Override
  public void stop() {
    if (alone) {
      // The library's own pause() reads on until some 16 chunks wait in memory.
      channel.config().setAutoRead(false);
    } else {
      http.pause();
    }
  }

  @Override
  public void go() {
    if (alone) {
      channel.config().setAutoRead(true);
    } else if (!http.isEnded()) {
      http.resume();
    }
  }

  @Override
  public void sendContinue() {
    if (!http.response().ended()) {
      Future<Void> _ = http.response().writeContinue();
    }
  }

  @Override
  public void cut() {
    if (alone) {
      close();
    } else {
      Future<Void> _ = http.response().reset();
    }
  }

  /**
   * After an answer to a body that was not read: says that no more comes from us, and lets what the
   * client still sends fall for a while. Closing at once would reset the connection, and the client
   * might never see the answer.
   */
  void closeSoon() {
    if (alone && channel instanceof DuplexChannel duplex) {
      ChannelFuture _ = duplex.shutdownOutput();
      ScheduledFuture<?> _ =
          channel.eventLoop().schedule(this::close, LINGER_SECONDS, TimeUnit.SECONDS);
    } else {
      cut();
    }
  }

  @Override
  public void onLoop(Runnable task) {
    context.runOnContext(_ -> task.run());
  }

  private void close() {
    ChannelFuture _ = channel.close();
  }
}
