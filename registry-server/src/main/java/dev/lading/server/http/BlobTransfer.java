package dev.lading.server.http;

import dev.lading.storage.StorageException;
import dev.lading.storage.StorageUnavailable;
import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
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
      broken = true;
      socket.onLoop(this::giveUp);
    }
    return !broken;
  }

  /** On the request's thread: copies until the end, or until the client has gone. */
  boolean copy(InputStream in, long length) {
    try {
      Chunks chunks = new Chunks(length);
      for (long left = length; left > 0 && hasRoom(1); ) {
        byte[] chunk = chunks.next();
        int count = fill(in, chunk, left);
        left -= count;
        boolean last = left == 0;
        socket.onLoop(() -> attempt(() -> write(chunk, count, last)));
      }
      hasRoom(CHUNKS_ON_THE_WAY);
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

  /** Those that were sent are filled again, if what writes them keeps nothing of them. */
  private final class Chunks {
    private final byte[][] chunks = new byte[CHUNKS_ON_THE_WAY][];
    private final int size;
    private int turn;

    Chunks(long length) {
      this.size = (int) Math.min(length, CHUNK_BYTES);
    }

    byte[] next() {
      turn = (turn + 1) % chunks.length;
      if (chunks[turn] == null || !socket.alone()) {
        chunks[turn] = new byte[size];
      }
      return chunks[turn];
    }
  }

  private static int fill(InputStream in, byte[] chunk, long left) {
    try {
      int count = in.readNBytes(chunk, 0, (int) Math.min(left, chunk.length));
      if (count == 0) {
        throw new EOFException(left + " bytes are missing");
      }
      return count;
    } catch (IOException e) {
      throw new StorageUnavailable("reading a blob failed", e);
    }
  }

  private void write(byte[] chunk, int count, boolean last) {
    var out = socket.http().response();
    Buffer buffer = BufferInternal.buffer(Unpooled.wrappedBuffer(chunk, 0, count));
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
