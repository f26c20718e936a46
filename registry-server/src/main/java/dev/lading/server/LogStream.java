package dev.lading.server;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Log lines on their way out. Whoever logs only copies bytes; one thread writes what has come
 * together, {@value #PAUSE_MILLIS} ms after the first of it. One system call for each line, made in
 * turns by all requests, takes a third of the server's time (docs/adr/0007).
 *
 * <p>After {@link #flush} all that was written before is out, in its order. While the stream below
 * takes nothing, writers wait once {@value #LIMIT_BYTES} bytes are here. What the stream below
 * refuses is lost: a server does not stop because its log cannot be written. Safe for any number of
 * threads.
 */
final class LogStream extends OutputStream {
  private static final int PAUSE_MILLIS = 20;
  private static final int LIMIT_BYTES = 1 << 20;
  private static final int USUAL_BYTES = 16 << 10;

  private final OutputStream below;
  private final ReentrantLock writing = new ReentrantLock();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final Condition room = lock.newCondition();
  private byte[] filling = new byte[USUAL_BYTES];
  private int count;
  private boolean closed;

  // Belongs to whoever holds the lock for writing.
  private byte[] spare = new byte[USUAL_BYTES];

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Lines(byte[] bytes, int count) {}

  private LogStream(OutputStream below) {
    this.below = below;
  }

  /** Writes to {@code below} from now on, which is never closed. */
  static LogStream to(OutputStream below) {
    LogStream stream = new LogStream(below);
    Thread.ofPlatform().daemon().name("log").start(stream::writeOut);
    return stream;
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    lock.lock();
    try {
      while (count > 0 && count + length > LIMIT_BYTES) {
        room.awaitUninterruptibly();
      }
      if (count + length > filling.length) {
        filling = Arrays.copyOf(filling, Math.max(count + length, 2 * filling.length));
      }
      System.arraycopy(bytes, offset, filling, count, length);
      if (count == 0) {
        arrived.signal();
      }
      count += length;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void flush() {
    writing.lock();
    try {
      Lines lines = take();
      spare = lines.bytes.length > LIMIT_BYTES ? new byte[USUAL_BYTES] : lines.bytes;
      below.write(lines.bytes, 0, lines.count);
      below.flush();
    } catch (IOException _) {
      // There is nobody to tell.
    } finally {
      writing.unlock();
    }
  }

  @Override
  public void close() {
    flush();
    lock.lock();
    try {
      closed = true;
      arrived.signal();
    } finally {
      lock.unlock();
    }
  }

  private void writeOut() {
    try {
      while (awaitLines()) {
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        flush();
      }
    } catch (InterruptedException _) {
      flush();
    }
  }

  /** False once the stream is closed. */
  private boolean awaitLines() throws InterruptedException {
    lock.lock();
    try {
      while (count == 0 && !closed) {
        arrived.await();
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  private Lines take() {
    lock.lock();
    try {
      Lines lines = new Lines(filling, count);
      filling = spare;
      count = 0;
      room.signalAll();
      return lines;
    } finally {
      lock.unlock();
    }
  }
}
