package dev.lading.runtime.registry.client;

import dev.lading.content.Descriptor;
import dev.lading.content.Digest;
import dev.lading.runtime.registry.RegistryException.BadAnswer;
import dev.lading.runtime.registry.RegistryException.TimedOut;
import dev.lading.runtime.registry.RegistryException.Unreachable;
import dev.lading.runtime.registry.RegistryException.WrongBytes;
import dev.lading.runtime.registry.RegistryException.WrongSize;
import dev.lading.runtime.registry.http.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * A blob as it is read: its end is reached only by bytes of the right number and digest, and
 * otherwise is an exception. A connection that is lost, or stands still, is made anew from where it
 * was, as long as each new one brings something. For one thread; whoever opened it closes it.
 */
public final class BlobStream extends InputStream {
  private static final int MOST_IN_VAIN = 3;

  private final LongFunction<Answer> source;
  private final URI uri;
  private final Descriptor blob;
  private final MessageDigest hash;
  private Optional<Answer> answer = Optional.empty();
  private long position;
  private int inVain;
  private boolean verified;

  /**
   * @param source asks for the blob from an offset on; may be answered from the first byte instead
   */
  BlobStream(
      LongFunction<Answer> source, URI uri, Descriptor blob, long position, MessageDigest hash) {
    this.source = source;
    this.uri = uri;
    this.blob = blob;
    this.position = position;
    this.hash = hash;
  }

  /** How many bytes of the blob are known, those before a resumption among them. */
  public long position() {
    return position;
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  /**
   * @throws WrongBytes at the end, when they are others
   * @throws WrongSize when there are more or fewer
   * @throws Unreachable when the rest does not come
   * @throws TimedOut when the rest does not come
   */
  @Override
  public int read(byte[] into, int offset, int length) {
    if (length == 0) {
      return 0;
    }
    if (position == blob.size()) {
      verify();
      return -1;
    }
    while (true) {
      try {
        return taken(into, offset, (int) Math.min(length, blob.size() - position));
      } catch (Unreachable | TimedOut e) {
        close();
        inVain++;
        if (inVain > MOST_IN_VAIN) {
          throw e;
        }
      }
    }
  }

  @Override
  public void close() {
    answer.ifPresent(Answer::close);
    answer = Optional.empty();
  }

  private int taken(byte[] into, int offset, int length) {
    int count = readFrom(body(), into, offset, length);
    if (count < 0) {
      throw new WrongSize(uri, blob.size());
    }
    hash.update(into, offset, count);
    position += count;
    inVain = 0;
    return count;
  }

  private InputStream body() {
    if (answer.isEmpty()) {
      Answer opened = source.apply(position);
      answer = Optional.of(opened);
      skip(opened, begin(opened));
    }
    return answer.orElseThrow().body();
  }

  /** The first byte that an answer has: a server may take no notice of Range. */
  private long begin(Answer opened) {
    long begin = opened.status() == 206 ? contentRangeBegin(opened) : 0;
    boolean fits =
        begin <= position
            && (opened.length().isEmpty() || opened.length().getAsLong() == blob.size() - begin);
    if (!fits) {
      throw new WrongSize(uri, blob.size());
    }
    return begin;
  }

  private static long contentRangeBegin(Answer opened) {
    String range = opened.header("Content-Range").orElse("");
    String prefix = "bytes ";
    int dash = range.indexOf('-');
    if (!range.startsWith(prefix) || dash < 0) {
      throw new BadAnswer(opened.uri(), "a part without a Content-Range");
    }
    try {
      return Long.parseLong(range.substring(prefix.length(), dash).strip());
    } catch (NumberFormatException e) {
      throw new BadAnswer(opened.uri(), "a Content-Range without numbers", e);
    }
  }

  /** Over bytes that are known already, and hashed. */
  private void skip(Answer opened, long begin) {
    byte[] known = new byte[64 * 1024];
    long at = begin;
    while (at < position) {
      int count = readFrom(opened.body(), known, 0, (int) Math.min(known.length, position - at));
      if (count < 0) {
        throw new WrongSize(uri, blob.size());
      }
      at += count;
    }
  }

  private static int readFrom(InputStream body, byte[] into, int offset, int length) {
    try {
      return body.read(into, offset, length);
    } catch (IOException e) {
      throw new IllegalStateException("a body throws exceptions of its own", e);
    }
  }

  private void verify() {
    if (verified) {
      return;
    }
    if (answer.isPresent() && readFrom(answer.get().body(), new byte[1], 0, 1) >= 0) {
      throw new WrongSize(uri, blob.size());
    }
    Digest actual = Digest.finish(blob.digest().algorithm(), hash);
    if (!actual.equals(blob.digest())) {
      throw new WrongBytes(uri, blob.digest(), actual);
    }
    verified = true;
  }
}
