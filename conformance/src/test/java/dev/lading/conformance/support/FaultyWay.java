package dev.lading.conformance.support;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A way to an HTTP server on which things go wrong. Passes on what it gets until it is told
 * otherwise; safe for several threads.
 */
public final class FaultyWay implements AutoCloseable {
  private static final byte[] SLOW_DOWN =
      """
      HTTP/1.1 503 Slow Down\r
      Content-Type: application/xml\r
      Content-Length: 37\r
      Connection: close\r
      \r
      <Error><Code>SlowDown</Code></Error>
      """
          .getBytes(US_ASCII);

  /** What happens to requests. */
  public enum Fault {
    NONE,
    /** Connections are cut as soon as something is sent on them. */
    CUT_REQUEST,
    /** The server does what it is asked, and its answer is lost. */
    LOST_REPLY,
    /** The answer ends after some bytes. */
    CUT_REPLY,
    /** Somebody on the way says that it is too much. */
    SLOW_DOWN
  }

  private final ServerSocket listener;
  private final InetSocketAddress target;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger passing = new AtomicInteger();
  private final AtomicInteger requests = new AtomicInteger();
  private volatile Fault fault = Fault.NONE;
  private volatile int every = 1;

  private FaultyWay(ServerSocket listener, InetSocketAddress target) {
    this.listener = listener;
    this.target = target;
  }

  public static FaultyWay to(URI server) {
    try {
      var listener = new ServerSocket(0, 512, InetAddress.getLoopbackAddress());
      var way = new FaultyWay(listener, new InetSocketAddress(server.getHost(), server.getPort()));
      way.threads.execute(way::accept);
      return way;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort());
  }

  /** How many requests have come so far, of clients that wait for each answer. */
  public int requests() {
    return requests.get();
  }

  /** From now on each connection, and those that are open. */
  public void set(Fault fault) {
    set(fault, 1);
  }

  /**
   * From now on one of so many times that something comes along.
   *
   * @param every 2 for every second time
   */
  public void set(Fault fault, int every) {
    this.every = every;
    this.fault = fault;
  }

  @Override
  public void close() {
    try {
      listener.close();
      open.forEach(FaultyWay::close);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      threads.close();
    }
  }

  private void accept() {
    try {
      while (!listener.isClosed()) {
        Socket client = listener.accept();
        threads.execute(() -> serve(client));
      }
    } catch (IOException _) {
      // Closed.
    }
  }

  private void serve(Socket client) {
    open.add(client);
    try (client;
        Socket server = new Socket(target.getAddress(), target.getPort())) {
      open.add(server);
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      threads.execute(() -> replies(server, client));
      requests(client, server);
      open.remove(server);
    } catch (IOException _) {
      // One of the two has gone, and so will the other.
    } finally {
      open.remove(client);
    }
  }

  private void requests(Socket client, Socket server) throws IOException {
    InputStream in = client.getInputStream();
    byte[] some = new byte[64 << 10];
    for (int count = in.read(some); count >= 0; count = in.read(some)) {
      boolean isHead = startsRequest(some, count);
      requests.addAndGet(isHead ? 1 : 0);
      if (isHead && happens(Fault.CUT_REQUEST)) {
        return;
      }
      if (isHead && happens(Fault.SLOW_DOWN)) {
        client.getOutputStream().write(SLOW_DOWN);
        return;
      }
      server.getOutputStream().write(some, 0, count);
    }
  }

  private void replies(Socket server, Socket client) {
    byte[] some = new byte[64 << 10];
    try (client) {
      InputStream in = server.getInputStream();
      OutputStream out = client.getOutputStream();
      for (int count = in.read(some); count >= 0; count = in.read(some)) {
        boolean isHead = startsReply(some, count);
        if (isHead && happens(Fault.LOST_REPLY)) {
          return;
        }
        if (isHead && happens(Fault.CUT_REPLY)) {
          out.write(some, 0, Math.min(count, 50));
          return;
        }
        out.write(some, 0, count);
      }
    } catch (IOException _) {
      // The client has gone.
    }
  }

  private boolean happens(Fault kind) {
    return fault == kind && passing.incrementAndGet() % every == 0;
  }

  private static boolean startsRequest(byte[] bytes, int count) {
    String start = new String(bytes, 0, Math.min(count, 8), US_ASCII);
    return start.matches("(?s)(GET|PUT|POST|HEAD|DELETE) .*");
  }

  private static boolean startsReply(byte[] bytes, int count) {
    return new String(bytes, 0, Math.min(count, 5), US_ASCII).equals("HTTP/");
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
