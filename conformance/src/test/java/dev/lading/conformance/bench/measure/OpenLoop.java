package dev.lading.conformance.bench.measure;

import dev.lading.conformance.bench.wire.Connection;
import dev.lading.conformance.bench.wire.Request;
import dev.lading.conformance.bench.wire.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends requests at a fixed rate whether or not earlier ones have been answered, and counts every
 * latency from the moment the request was due. A server that stalls for a second is therefore
 * charged for all requests of that second, and so is it for every delay of this driver: no
 * coordinated omission.
 *
 * @param perSecond the rate
 * @param count how many requests in all
 * @param patience how long after the last one was due to wait for answers; longer is an error
 */
public record OpenLoop(double perSecond, int count, Duration patience) {
  private static final int MAX_CONNECTIONS = 256;
  private static final int BUFFER_BYTES = 16 * 1024;

  /** Opens one more connection. */
  public interface Dial {
    Connection open() throws IOException;
  }

  /** Makes the request number i, and looks at its answer, of whatever status. */
  public interface Script {
    Request request(int i);

    /**
     * Throws {@link dev.lading.conformance.bench.wire.UnexpectedAnswer} when the answer is wrong.
     */
    void check(int i, Response response);
  }

  /**
   * Runs the script against a server on this port. Any failed or wrong answer makes the whole run
   * void.
   */
  public Latencies run(int port, Script script) throws IOException, InterruptedException {
    return run(() -> Connection.open(port, BUFFER_BYTES), script);
  }

  /** The same for connections that somebody else opens. */
  public Latencies run(Dial dial, Script script) throws IOException, InterruptedException {
    try (var pool = new Pool(dial);
        ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
      try {
        return new Latencies(collect(dispatch(script, pool, senders)));
      } finally {
        senders.shutdownNow();
      }
    }
  }

  private List<Future<Duration>> dispatch(Script script, Pool pool, ExecutorService senders)
      throws InterruptedException {
    List<Future<Duration>> pending = new ArrayList<>(count);
    long start = System.nanoTime();
    for (int i = 0; i < count; i++) {
      int number = i;
      long due = start + (long) (i / perSecond * 1e9);
      TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
      pending.add(senders.submit(() -> send(script, number, due, pool)));
    }
    return pending;
  }

  private static Duration send(Script script, int i, long due, Pool pool)
      throws IOException, InterruptedException {
    Connection connection = pool.take();
    Response response = connection.exchange(script.request(i));
    long took = System.nanoTime() - due;
    pool.giveBack(connection);
    script.check(i, response);
    return Duration.ofNanos(took);
  }

  private List<Duration> collect(List<Future<Duration>> pending)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    List<Duration> all = new ArrayList<>(pending.size());
    for (Future<Duration> one : pending) {
      try {
        all.add(one.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS));
      } catch (ExecutionException e) {
        throw new IOException("a request of the open loop failed: " + e.getCause(), e.getCause());
      } catch (TimeoutException e) {
        throw new IOException(
            "answers were still missing " + patience + " after the last request was due", e);
      }
    }
    return all;
  }

  /** Keep-alive connections, opened when none is idle. */
  private static final class Pool implements AutoCloseable {
    private final Dial dial;
    private final Deque<Connection> idle = new ConcurrentLinkedDeque<>();
    private final Semaphore free = new Semaphore(MAX_CONNECTIONS);

    private Pool(Dial dial) {
      this.dial = dial;
    }

    private Connection take() throws IOException, InterruptedException {
      free.acquire();
      Connection known = idle.pollFirst();
      return known == null ? dial.open() : known;
    }

    private void giveBack(Connection connection) {
      idle.addFirst(connection);
      free.release();
    }

    @Override
    public void close() throws IOException {
      for (Connection connection : idle) {
        connection.close();
      }
    }
  }
}
