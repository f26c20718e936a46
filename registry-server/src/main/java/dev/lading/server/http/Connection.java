package dev.lading.server.http;

import dev.lading.server.exchange.ClientCertificate;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One accepted connection: whether a request is being answered on it, since when not, and whether
 * what we send is taken. First in its channel's pipeline, so that it knows of a connection before
 * the first byte comes. Mutable; belongs to its event loop.
 */
final class Connection extends ChannelInboundHandlerAdapter {
  /** Whom the decoded messages are for; the name that Vert.x gives its handler. */
  private static final String LIBRARY = "handler";

  /** For a client to read our answer, and to notice that we listen no more. */
  private static final long LINGER_SECONDS = 2;

  private final Channel channel;
  private final Connections all;
  private final InetAddress peer;
  private final String client;
  private final MalformedBodies malformed = new MalformedBodies();
  private Optional<Optional<ClientCertificate>> certificate = Optional.empty();
  private boolean watchesBodies;
  private int running;
  private long idleSince;
  private long sentMark;
  private long sentSince;

  Connection(Channel channel, Connections all) {
    this.channel = channel;
    this.all = all;
    this.peer =
        channel.remoteAddress() instanceof InetSocketAddress address
            ? address.getAddress()
            : InetAddress.getLoopbackAddress();
    this.client = peer.getHostAddress();
  }

  static Connection of(Channel channel) {
    return channel.pipeline().get(Connection.class);
  }

  EventLoop loop() {
    return channel.eventLoop();
  }

  InetAddress peer() {
    return peer;
  }

  /** The peer's address as text, which would otherwise be made anew for every request. */
  String client() {
    return client;
  }

  boolean isEncrypted() {
    return all.encryption() != Encryption.NONE;
  }

  /** What the client has proved to be, read once for all requests. */
  Optional<ClientCertificate> certificate() {
    if (certificate.isEmpty()) {
      certificate = Optional.of(all.encryption().certificate(channel));
    }
    return certificate.get();
  }

  /** The head of a request of HTTP/1 has come, and its body, if any, will. */
  void receives(Optional<BodyPipe> body) {
    malformed.receives(body);
    if (!watchesBodies) {
      watchesBodies = true;
      ChannelPipeline _ = channel.pipeline().addBefore(LIBRARY, null, malformed);
    }
  }

  /** A request has come. */
  void began() {
    if (running++ == 0) {
      all.of(loop()).busy(this);
      sentSince = all.now();
    }
  }

  /** A request has its answer. */
  void ended() {
    if (--running == 0 && channel.isActive()) {
      becomeIdle();
    }
  }

  private void becomeIdle() {
    idleSince = all.now();
    all.of(loop()).idle(this);
  }

  long idleSince() {
    return idleSince;
  }

  /** Since when nothing of what we have to send was taken; now when there is nothing to send. */
  long stuckSince(long now) {
    ChannelOutboundBuffer out = channel.unsafe().outboundBuffer();
    if (out == null || out.isEmpty()) {
      sentSince = now;
      return now;
    }
    long mark = 31 * (31 * out.totalPendingWriteBytes() + out.currentProgress()) + out.size();
    if (mark != sentMark) {
      sentMark = mark;
      sentSince = now;
    }
    return sentSince;
  }

  /** After what was written before is sent. */
  void close() {
    ChannelFuture _ = channel.close();
  }

  /**
   * Says that no more comes from us, and lets what the client still sends fall for a while. Closing
   * at once would reset the connection, and the client might never see the answer.
   */
  void closeSoon() {
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    if (tls == null) {
      endSoon();
    } else {
      // Else the client could not tell the end of the answer from a line that was cut.
      tls.closeOutbound().addListener(_ -> endSoon());
    }
  }

  /** The same below the encryption. */
  void endSoon() {
    if (channel instanceof DuplexChannel duplex) {
      ChannelFuture _ = duplex.shutdownOutput();
    }
    ScheduledFuture<?> _ = loop().schedule(this::closeAtOnce, LINGER_SECONDS, TimeUnit.SECONDS);
  }

  /** Whatever was written before: past all other handlers of the pipeline. */
  void closeAtOnce() {
    ChannelHandlerContext own = channel.pipeline().context(this);
    if (own != null) {
      ChannelFuture _ = own.close();
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    becomeIdle();
    all.makeRoom(this);
    context.fireChannelActive();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    all.of(loop()).gone(this);
    context.fireChannelInactive();
  }
}
