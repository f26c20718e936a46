package dev.lading.server.http;

import dev.lading.server.exchange.ClientCertificate;
import dev.lading.server.exchange.Origin;
import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.impl.ConnectionBase;
import java.net.InetAddress;
import java.util.Optional;

/**
 * The socket below one request. HTTP/1.1 has the connection to itself, so that stopping it means
 * not to read the socket; a request of HTTP/2 is stopped by its window. Mutable; all of it belongs
 * to the event loop, but {@link #onLoop} and what never changes.
 */
final class HttpSocket implements BodyIntake {
  private final HttpServerRequest http;
  private final Context context;
  private final Channel channel;
  private final Connection connection;
  private final boolean alone;
  private final Optional<ClientCertificate> certificate;
  private boolean answered;

  HttpSocket(HttpServerRequest http, Context context) {
    this.http = http;
    this.context = context;
    this.channel = ((ConnectionBase) http.connection()).channel();
    this.connection = Connection.of(channel);
    this.alone = http.version() != HttpVersion.HTTP_2;
    this.certificate = connection.certificate();
    connection.began();
  }

  HttpServerRequest http() {
    return http;
  }

  /** The body of this request comes next on the connection. */
  void receives(Optional<BodyPipe> body) {
    if (alone) {
      connection.receives(body);
    }
  }

  /** Who is at the other end of the connection. */
  InetAddress peer() {
    return connection.peer();
  }

  /** What the connection itself tells of the request's origin. */
  Origin direct() {
    String host = http.getHeader(HttpHeaderNames.HOST);
    if (host == null) {
      HostAndPort authority = http.authority();
      host = authority == null ? "" : authority.toString();
    }
    String scheme = http.scheme();
    return new Origin(connection.client(), scheme == null ? "http" : scheme, host, certificate);
  }

  /** Once, when the answer is out or can no more be sent: the connection may be idle then. */
  void answered() {
    if (!answered) {
      answered = true;
      connection.ended();
    }
  }

  /** Whether the kernel can copy a file to the client: nothing is done to its bytes in between. */
  boolean takesFiles() {
    return alone && !connection.isEncrypted();
  }

  boolean isOpen() {
    return channel.isOpen();
  }

  /** Whether no other request is on this connection at the same time. */
  boolean alone() {
    return alone;
  }

  /**
   * Holds small segments back until {@link #uncork}, so that the head of an answer and the first
   * bytes of its blob leave together and wake the client once.
   */
  void cork() {
    if (alone && channel instanceof EpollSocketChannel socket && socket.isOpen()) {
      socket.config().setTcpCork(true);
    }
  }

  /** Sends what is held back. */
  void uncork() {
    if (alone && channel instanceof EpollSocketChannel socket && socket.isOpen()) {
      socket.config().setTcpCork(false);
    }
  }

  @Override
  public void stop() {
    if (!channel.isOpen()) {
      return;
    }
    if (alone) {
      // The library's own pause() reads on until some 16 chunks wait in memory.
      channel.config().setAutoRead(false);
    } else {
      http.pause();
    }
  }

  @Override
  public void go() {
    if (!channel.isOpen()) {
      return;
    }
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
      connection.closeAtOnce();
    } else {
      Future<Void> _ = http.response().reset();
    }
  }

  /** After an answer to a body that was not read. */
  void closeSoon() {
    if (alone) {
      connection.closeSoon();
    } else {
      cut();
    }
  }

  @Override
  public void onLoop(Runnable task) {
    context.runOnContext(_ -> task.run());
  }
}
