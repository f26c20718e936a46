package dev.lading.server.http;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.InternetProtocolFamily;
import io.vertx.core.datagram.DatagramSocketOptions;
import io.vertx.core.net.TcpConfig;
import io.vertx.core.spi.transport.Transport;
import java.net.SocketAddress;
import java.util.concurrent.ThreadFactory;

/**
 * A transport whose listening sockets pass what they accept by {@link Connections}: the library
 * itself tells of a connection only after the first request on it.
 */
@SuppressWarnings("deprecation") // of the interface that is passed through
record CountingTransport(Transport real, Connections connections) implements Transport {

  @Override
  public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
    ChannelFactory<? extends ServerChannel> factory = real.serverChannelFactory(domainSocket);
    return () -> {
      ServerChannel listening = factory.newChannel();
      listening.pipeline().addLast(connections.counter());
      return listening;
    };
  }

  @Override
  public boolean supportsDomainSockets() {
    return real.supportsDomainSockets();
  }

  @Override
  public boolean supportFileRegion() {
    return real.supportFileRegion();
  }

  @Override
  public boolean isAvailable() {
    return real.isAvailable();
  }

  @Override
  public SocketAddress convert(io.vertx.core.net.SocketAddress address) {
    return real.convert(address);
  }

  @Override
  public io.vertx.core.net.SocketAddress convert(SocketAddress address) {
    return real.convert(address);
  }

  @Override
  public IoHandlerFactory ioHandlerFactory() {
    return real.ioHandlerFactory();
  }

  @Override
  public EventLoopGroup eventLoopGroup(
      int type, int nThreads, ThreadFactory threadFactory, int ioRatio) {
    return real.eventLoopGroup(type, nThreads, threadFactory, ioRatio);
  }

  @Override
  public DatagramChannel datagramChannel(InternetProtocolFamily family) {
    return real.datagramChannel(family);
  }

  @Override
  public ChannelFactory<? extends DatagramChannel> datagramChannelFactory() {
    return real.datagramChannelFactory();
  }

  @Override
  public ChannelFactory<? extends Channel> channelFactory(boolean domainSocket) {
    return real.channelFactory(domainSocket);
  }

  @Override
  public void configure(DatagramChannel channel, DatagramSocketOptions options) {
    real.configure(channel, options);
  }

  @Override
  public void configure(TcpConfig config, boolean domainSocket, Bootstrap bootstrap) {
    real.configure(config, domainSocket, bootstrap);
  }

  @Override
  public void configure(TcpConfig config, boolean domainSocket, ServerBootstrap bootstrap) {
    real.configure(config, domainSocket, bootstrap);
  }
}
