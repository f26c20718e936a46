package dev.lading.server.http;

import dev.lading.storage.StorageException;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One blob on its way out. Its thread waits here; the event loop tells how it goes. When it goes
 * wrong the connection is given up: the head has promised a length that will not come.
 */
final class BlobTransfer {
  private static final Logger LOG = LoggerFactory.getLogger(BlobTransfer.class);
  private final HttpSocket socket;
  private final Duration patience;
  private final CountDownLatch done = new CountDownLatch(1);
  private final Semaphore room = new Semaphore(Chunks.ON_THE_WAY);
  private volatile boolean broken;

  /**
   * @param patience how long a client may take nothing of what is copied
   */
  BlobTransfer(HttpSocket socket, Duration patience) {
    this.socket = socket;
    this.patience = patience;
  }

  /** On the event loop: begins what the transfer waits for. */
  void follow(Supplier<Future<Void>> begin) {
    attempt(
        () ->
            begin
                .get()
                .onComplete(
                    result -> {
                      if (result.failed()) {
                        giveUp();
                      } else {
                        socket.uncork();
                      }
                      socket.answered();
                      done.countDown();
                    }));
  }

  /** On the event loop: does it, and whatever the library has against it ends the transfer. */
  void attempt(Runnable step) {
    try {
      if (!broken) {
        step.run();
      }
    } catch (RuntimeException e) {
      LOG.debug("a transfer is given up", e);
      giveUp();
    }
  }

  private void giveUp() {
    broken = true;
    done.countDown();
    room.release(Chunks.ON_THE_WAY);
    socket.answered();
    socket.cut();
  }

  /** On the request's thread: whether all of it was sent. */
  boolean await() {
    try {
      done.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      broken = true;
      socket.onLoop(this::giveUp);
    }
    return !broken;
  }

  /** On the request's thread: copies until the end, or until the client has gone. */
  boolean copy(Chunks chunks, long length) {
    try {
      for (long left = length; left > 0 && hasRoom(1); ) {
        Chunk chunk = chunks.next(left);
        left -= chunk.length();
        boolean last = left == 0;
        socket.onLoop(() -> send(chunk, last));
      }
      hasRoom(Chunks.ON_THE_WAY);
    } catch (IOException e) {
      socket.onLoop(this::giveUp);
    } catch (StorageException e) {
      LOG.error("a blob cannot be read to its end", e);
      socket.onLoop(this::giveUp);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      broken = true;
      socket.onLoop(this::giveUp);
    }
    return await();
  }

  /** Waits until so many chunks more may be on the way; not so when the client has gone. */
  private boolean hasRoom(int chunks) throws IOException, InterruptedException {
    if (!broken && !room.tryAcquire(chunks, patience.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IOException("the client takes no more");
    }
    return !broken;
  }

  /** On the event loop: the chunk is released when nobody reads it any more. */
  private void send(Chunk chunk, boolean last) {
    if (broken) {
      chunk.release();
      return;
    }
    Future<Void> written;
    try {
      written = write(chunk, last);
    } catch (RuntimeException e) {
      LOG.debug("a transfer is given up", e);
      chunk.release();
      giveUp();
      return;
    }
    written.onComplete(
        result -> {
          chunk.release();
          room.release();
          if (result.failed()) {
            giveUp();
          } else if (last) {
            socket.answered();
            done.countDown();
          }
        });
  }

  /** The library counts no references of what it is given. */
  private Future<Void> write(Chunk chunk, boolean last) {
    var out = socket.http().response();
    Buffer buffer = BufferInternal.buffer(chunk.bytes());
    return last ? out.end(buffer) : out.write(buffer);
  }
}
