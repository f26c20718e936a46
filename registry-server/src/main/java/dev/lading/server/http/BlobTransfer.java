package dev.lading.server.http;

import dev.lading.storage.StorageException;
import dev.lading.storage.StorageUnavailable;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
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
  private static final int CHUNK_BYTES = 64 << 10;

  /** Chunks that are written but not yet taken by the kernel. */
  private static final int CHUNKS_ON_THE_WAY = 4;

  private final HttpSocket socket;
  private final Duration patience;
  private final CountDownLatch done = new CountDownLatch(1);
  private final Semaphore room = new Semaphore(CHUNKS_ON_THE_WAY);
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
    room.release(CHUNKS_ON_THE_WAY);
    socket.answered();
    socket.cut();
  }

  /** On the request's thread: whether all of it was sent. */
  boolean await() {
    try {
      done.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      socket.onLoop(this::giveUp);
    }
    return !broken;
  }

  /** On the request's thread: copies until the end, or until the client has gone. */
  boolean copy(InputStream in, long length) {
    try {
      for (long left = length; left > 0 && !broken; ) {
        byte[] chunk = next(in, left);
        left -= chunk.length;
        if (!room.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
          throw new IOException("the client takes no more");
        }
        boolean last = left == 0;
        socket.onLoop(() -> attempt(() -> write(chunk, last)));
      }
      if (!broken
          && !room.tryAcquire(CHUNKS_ON_THE_WAY, patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException("the client takes no more");
      }
    } catch (IOException e) {
      socket.onLoop(this::giveUp);
    } catch (StorageException e) {
      LOG.error("a blob cannot be read to its end", e);
      socket.onLoop(this::giveUp);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      socket.onLoop(this::giveUp);
    }
    return await();
  }

  private static byte[] next(InputStream in, long left) {
    try {
      byte[] chunk = in.readNBytes((int) Math.min(left, CHUNK_BYTES));
      if (chunk.length == 0) {
        throw new EOFException(left + " bytes are missing");
      }
      return chunk;
    } catch (IOException e) {
      throw new StorageUnavailable("reading a blob failed", e);
    }
  }

  private void write(byte[] chunk, boolean last) {
    var out = socket.http().response();
    Buffer buffer = Buffer.buffer(chunk);
    Future<Void> written = last ? out.end(buffer) : out.write(buffer);
    written.onComplete(
        result -> {
          room.release();
          if (result.failed()) {
            giveUp();
          } else if (last) {
            socket.answered();
            done.countDown();
          }
        });
  }
}
