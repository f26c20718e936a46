package dev.lading.storage.s3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * Stands between a driver and a store, on a socket of its own, and spoils what passes: each fault
 * that was planned is met once, by the first request that it fits. One request at a time on each
 * connection; bodies have a declared length, as S3's have.
 */
final class FaultyProxy implements AutoCloseable {
  private static final int TRUNCATED_AT = 10;

  private final int storePort;
  private final ServerSocket listening;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final ConcurrentLinkedQueue<Planned> planned = new ConcurrentLinkedQueue<>();

  /** What happens to a request, or to its answer. */
  enum Fault {
    /** 503 SlowDown; the store has not heard of it. */
    SLOW_DOWN,
    /** 500 InternalError, after the store has done it. */
    INTERNAL_ERROR,
    /** 409 OperationAborted; the store has not heard of it. */
    CONFLICT,
    /** 504 of something in between, in HTML, after the store has done it. */
    GATEWAY_TIMEOUT,
    /** The connection ends before the store has heard of it. */
    LOST_REQUEST,
    /** The connection ends after the store has done it. */
    LOST_REPLY,
    /** The connection is reset after the store has done it. */
    RESET,
    /** The body of the answer ends early. */
    CUT_BODY,
    /** The body of the request ends early: the store sees a torn one. */
    CUT_REQUEST,
    /** The answer comes a few bytes at a time. */
    SLOW_REPLY,
    /** The store has done it, and nothing comes for longer than anybody waits. */
    SILENCE,
    /** Done, says somebody who has not asked the store. */
    PRETENCE
  }

  private record Planned(Predicate<Message> fits, Fault fault) {}

  FaultyProxy(int storePort) throws IOException {
    this.storePort = storePort;
    this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  void plan(Predicate<Message> fits, Fault fault) {
    planned.add(new Planned(fits, fault));
  }

  /** Takes back what nobody met, and tells whether there was any. */
  boolean hasLeft() {
    boolean hasLeft = !planned.isEmpty();
    planned.clear();
    return hasLeft;
  }

  @Override
  public void close() throws IOException {
    listening.close();
    threads.shutdownNow();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listening.accept();
        threads.execute(() -> serve(client));
      }
    } catch (IOException _) {
      // The end of the test.
    }
  }

  private void serve(Socket client) {
    try (client) {
      InputStream in = new BufferedInputStream(client.getInputStream());
      boolean goesOn = true;
      while (goesOn) {
        goesOn = answer(Message.request(in, client.getOutputStream()), client);
      }
    } catch (IOException _) {
      // One of both ends has left: the other sees it.
    }
  }

  /** Whether the connection goes on. */
  private boolean answer(Message request, Socket client) throws IOException {
    Planned met = planned.stream().filter(p -> p.fits().test(request)).findFirst().orElse(null);
    OutputStream out = client.getOutputStream();
    if (met == null || !planned.remove(met)) {
      send(forward(request), out);
      return true;
    }
    return switch (met.fault()) {
      case SLOW_DOWN -> refuse(out, "503 Slow Down", xml("SlowDown"));
      case CONFLICT -> refuse(out, "409 Conflict", xml("OperationAborted"));
      case INTERNAL_ERROR -> {
        forward(request);
        yield refuse(out, "500 Internal Server Error", xml("InternalError"));
      }
      case GATEWAY_TIMEOUT -> {
        forward(request);
        yield refuse(out, "504 Gateway Timeout", "<html>timeout</html>");
      }
      case PRETENCE -> refuse(out, "200 OK", "");
      case LOST_REQUEST -> false;
      case LOST_REPLY -> {
        forward(request);
        yield false;
      }
      case RESET -> {
        forward(request);
        client.setSoLinger(true, 0);
        yield false;
      }
      case CUT_BODY -> {
        Message reply = forward(request);
        out.write(reply.head());
        out.write(reply.body(), 0, Math.min(TRUNCATED_AT, reply.body().length / 2));
        out.flush();
        yield false;
      }
      case CUT_REQUEST -> {
        cutShort(request);
        yield false;
      }
      case SLOW_REPLY -> {
        trickle(forward(request), out);
        yield true;
      }
      case SILENCE -> {
        forward(request);
        // Until the driver gives up and closes its end.
        client.getInputStream().transferTo(OutputStream.nullOutputStream());
        yield false;
      }
    };
  }

  private Message forward(Message request) throws IOException {
    try (Socket store = new Socket(InetAddress.getLoopbackAddress(), storePort)) {
      OutputStream out = store.getOutputStream();
      out.write(request.head());
      out.write(request.body());
      out.flush();
      InputStream in = new BufferedInputStream(store.getInputStream());
      return Message.reply(in, !request.method().equals("HEAD"));
    }
  }

  private void cutShort(Message request) throws IOException {
    try (Socket store = new Socket(InetAddress.getLoopbackAddress(), storePort)) {
      OutputStream out = store.getOutputStream();
      out.write(request.head());
      out.write(request.body(), 0, request.body().length / 2);
      out.flush();
      store.shutdownOutput();
      // Without a body it was whole, and is still being done: that must not come after the test.
      store.getInputStream().transferTo(OutputStream.nullOutputStream());
    }
  }

  private static void send(Message reply, OutputStream out) throws IOException {
    out.write(reply.head());
    out.write(reply.body());
    out.flush();
  }

  private static void trickle(Message reply, OutputStream out) throws IOException {
    out.write(reply.head());
    int step = Math.max(1, reply.body().length / 50);
    for (int from = 0; from < reply.body().length; from += step) {
      out.write(reply.body(), from, Math.min(step, reply.body().length - from));
      out.flush();
      LockSupport.parkNanos(100_000);
    }
  }

  private static boolean refuse(OutputStream out, String status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    String head =
        "HTTP/1.1 " + status + "\r\nETag: \"0\"\r\nContent-Length: " + bytes.length + "\r\n\r\n";
    out.write(head.getBytes(ISO_8859_1));
    out.write(bytes);
    out.flush();
    return true;
  }

  private static String xml(String code) {
    return "<Error><Code>" + code + "</Code><Message>planned</Message></Error>";
  }
}
