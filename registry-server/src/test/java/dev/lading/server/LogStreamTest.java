package dev.lading.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LogStreamTest {
  private static final int MEBIBYTE = 1 << 20;

  @Test
  void flush_writesAllThatCameBefore_inOrder() throws IOException {
    ByteArrayOutputStream below = new ByteArrayOutputStream();
    StringBuilder expected = new StringBuilder();
    try (LogStream stream = LogStream.to(below)) {
      for (int i = 0; i < 10_000; i++) {
        stream.write((i + "\n").getBytes(UTF_8));
        expected.append(i).append('\n');
      }
      stream.flush();
      assertThat(below.toString(UTF_8)).isEqualTo(expected.toString());
    }
  }

  @Test
  void line_isWritten_thoughNobodyFlushes() throws IOException {
    try (PipedInputStream read = new PipedInputStream();
        LogStream stream = LogStream.to(new PipedOutputStream(read))) {
      stream.write("one\n".getBytes(UTF_8));
      assertThat(read.readNBytes(4)).asString(UTF_8).isEqualTo("one\n");
      stream.write("two\n".getBytes(UTF_8));
      assertThat(read.readNBytes(4)).asString(UTF_8).isEqualTo("two\n");
    }
  }

  @Test
  void close_writesTheRest() throws IOException {
    ByteArrayOutputStream below = new ByteArrayOutputStream();
    try (LogStream stream = LogStream.to(below)) {
      stream.write("last\n".getBytes(UTF_8));
    }
    assertThat(below.toString(UTF_8)).isEqualTo("last\n");
  }

  @Test
  void lines_longerThanTheBuffer_areWrittenWhole() throws IOException {
    ByteArrayOutputStream below = new ByteArrayOutputStream();
    try (LogStream stream = LogStream.to(below)) {
      stream.write("a\n".getBytes(UTF_8));
      stream.write("b".repeat(3 * MEBIBYTE).getBytes(UTF_8));
      stream.write("\nc\n".getBytes(UTF_8));
    }
    assertThat(below.toString(UTF_8)).isEqualTo("a\n" + "b".repeat(3 * MEBIBYTE) + "\nc\n");
  }

  @Test
  void writers_wait_whileTooMuchIsOnItsWay() throws Exception {
    CountDownLatch taken = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    ByteArrayOutputStream below = new ByteArrayOutputStream();
    OutputStream stuck =
        new OutputStream() {
          @Override
          public void write(int b) {
            throw new AssertionError("lines come together");
          }

          @Override
          public void write(byte[] bytes, int offset, int length) {
            taken.countDown();
            try {
              go.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            below.write(bytes, offset, length);
          }
        };
    try (LogStream stream = LogStream.to(stuck)) {
      stream.write("first\n".getBytes(UTF_8));
      taken.await();
      stream.write(new byte[MEBIBYTE]);
      Thread waiting = Thread.ofPlatform().start(() -> stream.write('x'));
      while (waiting.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
      go.countDown();
      waiting.join();
    }
    assertThat(below.size()).isEqualTo("first\n".length() + MEBIBYTE + 1);
  }

  @Test
  void failure_below_losesTheLinesOfThatTime_only() throws IOException {
    ByteArrayOutputStream below = new ByteArrayOutputStream();
    OutputStream failsOnce =
        new OutputStream() {
          private boolean failed;

          @Override
          public void write(int b) {
            throw new AssertionError("lines come together");
          }

          @Override
          public void write(byte[] bytes, int offset, int length) throws IOException {
            if (!failed) {
              failed = true;
              throw new IOException("no space left");
            }
            below.write(bytes, offset, length);
          }
        };
    StringBuilder expected = new StringBuilder();
    try (LogStream stream = LogStream.to(failsOnce)) {
      stream.write("lost\n".getBytes(UTF_8));
      stream.flush();
      for (int i = 0; i < 1_000; i++) {
        stream.write((i + "\n").getBytes(UTF_8));
        expected.append(i).append('\n');
        if (i % 10 == 0) {
          stream.flush();
        }
      }
    }
    assertThat(below.toString(UTF_8)).isEqualTo(expected.toString());
  }
}
