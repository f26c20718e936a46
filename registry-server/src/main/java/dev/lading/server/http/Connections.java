package dev.lading.server.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * All connections of the edge, counted where they are accepted. When there are too many, the one
 * that has been idle for longest makes room, so that descriptors are left for the files that
 * requests need. Safe for use by many threads; each {@link OfLoop} belongs to its event loop.
 */
final class Connections {
  /** Beyond the limit while idle ones are being closed; then the new ones are refused. */
  private static final int SLACK = 16;

  private final int most;
  private final long idleNanos;
  private final LongSupplier nanos;
  private final Encryption encryption;
  private final AtomicInteger open = new AtomicInteger();
  private final ConcurrentMap<EventLoop, OfLoop> loops = new ConcurrentHashMap<>();

  Connections(HttpLimits limits, LongSupplier nanos, Encryption encryption) {
    this.most = limits.connections();
    this.idleNanos = limits.idle().toNanos();
    this.nanos = nanos;
    this.encryption = encryption;
  }

  Encryption encryption() {
    return encryption;
  }

  long now() {
    return nanos.getAsLong();
  }

  OfLoop of(EventLoop loop) {
    return loops.computeIfAbsent(loop, _ -> new OfLoop());
  }

  /** To be put first into the pipeline of every listening socket. */
  ChannelInboundHandlerAdapter counter() {
    return new ChannelInboundHandlerAdapter() {
      @Override
      public void channelRead(ChannelHandlerContext context, Object accepted) {
        Channel channel = (Channel) accepted;
        if (open.incrementAndGet() > most + SLACK) {
          open.decrementAndGet();
          channel.unsafe().closeForcibly();
          return;
        }
        channel.closeFuture().addListener(_ -> open.decrementAndGet());
        channel.pipeline().addLast(new Connection(channel, Connections.this));
        if (encryption != Encryption.NONE) {
          channel.pipeline().addLast(new ClearTextRefusal());
        }
        context.fireChannelRead(accepted);
      }
    };
  }

  /** On the event loop of the newest connection. */
  void makeRoom(Connection newest) {
    if (open.get() <= most || of(newest.loop()).closeOldestIdle(newest)) {
      return;
    }
    loops.forEach(
        (loop, connections) -> {
          if (!loop.inEventLoop()) {
            loop.execute(connections::makeRoom);
          }
        });
  }

  /** The connections of one event loop. */
  final class OfLoop {
    /** The one that has been idle for longest comes first. */
    private final LinkedHashSet<Connection> idle = new LinkedHashSet<>();

    private final Set<Connection> busy = new HashSet<>();

    void idle(Connection connection) {
      busy.remove(connection);
      idle.addLast(connection);
    }

    void busy(Connection connection) {
      idle.remove(connection);
      busy.add(connection);
    }

    void gone(Connection connection) {
      idle.remove(connection);
      busy.remove(connection);
    }

    /** Closes what was idle, or did not take what we send, for too long. */
    void check() {
      long now = now();
      List<Connection> idleTooLong = new ArrayList<>();
      for (Connection connection : idle) {
        if (now - connection.idleSince() < idleNanos) {
          break;
        }
        idleTooLong.add(connection);
      }
      idleTooLong.forEach(Connection::close);
      List.copyOf(busy).stream()
          .filter(connection -> now - connection.stuckSince(now) >= idleNanos)
          .forEach(Connection::closeAtOnce);
    }

    private boolean closeOldestIdle(Connection except) {
      if (idle.isEmpty() || idle.getFirst() == except) {
        return false;
      }
      idle.removeFirst().close();
      return true;
    }

    private void makeRoom() {
      if (open.get() > most && !idle.isEmpty()) {
        idle.removeFirst().close();
      }
    }
  }
}
