package dev.lading.runtime.unpack;

import com.github.luben.zstd.ZstdIOException;
import dev.lading.content.Digest;
import dev.lading.runtime.unpack.UnpackException.Damaged;
import dev.lading.runtime.unpack.UnpackException.Interrupted;
import dev.lading.runtime.unpack.UnpackException.Limit;
import dev.lading.runtime.unpack.UnpackException.TooMuch;
import dev.lading.runtime.unpack.UnpackException.Truncated;
import dev.lading.runtime.unpack.UnpackException.Unreadable;
import dev.lading.runtime.unpack.tar.TarBytes;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The uncompressed bytes of a layer. One thread decompresses ahead and another one hashes, while
 * the one that reads writes files. For one reader; whoever opens it closes it, and then both
 * threads have ended or will at the next byte that the layer's source brings.
 */
final class LayerStream implements TarBytes, AutoCloseable {
  private static final int BLOCKS = 8;
  private static final int BLOCK_BYTES = 256 * 1024;
  private static final Duration FAREWELL = Duration.ofSeconds(5);

  private final Layer layer;
  private final Compression compression;
  private final LayerBytes source;
  private final long limitBytes;
  private final MessageDigest hash;
  private final BlockingQueue<Block> free = new ArrayBlockingQueue<>(BLOCKS);
  private final BlockingQueue<Block> toHash = new ArrayBlockingQueue<>(BLOCKS + 1);
  private final BlockingQueue<Block> toRead = new ArrayBlockingQueue<>(BLOCKS + 1);
  private final AtomicReference<Optional<Throwable>> failure =
      new AtomicReference<>(Optional.empty());
  private final Thread decompressing;
  private final Thread hashing;
  private Block current = new Block(0);
  private long bytes;
  private boolean ended;

  private LayerStream(Layer layer, Compression compression, LayerBytes source, long limitBytes) {
    this.layer = layer;
    this.compression = compression;
    this.source = source;
    this.limitBytes = limitBytes;
    this.hash = layer.diffId().algorithm().newDigest();
    this.decompressing =
        Thread.ofPlatform().daemon().name("unpack-read").unstarted(this::decompress);
    this.hashing = Thread.ofPlatform().daemon().name("unpack-hash").unstarted(this::hash);
  }

  /**
   * @param limitBytes how many there may be, uncompressed
   */
  static LayerStream open(
      Layer layer, Compression compression, LayerBytes source, long limitBytes) {
    LayerStream stream = new LayerStream(layer, compression, source, limitBytes);
    for (int i = 0; i < BLOCKS; i++) {
      stream.free.add(new Block(BLOCK_BYTES));
    }
    stream.decompressing.start();
    stream.hashing.start();
    return stream;
  }

  /**
   * @throws UnpackException when the layer cannot be read or decompressed
   */
  @Override
  public Chunk next() {
    if (ended) {
      return Chunk.END;
    }
    release(current);
    current = taken();
    bytes += current.length;
    if (current.length == 0) {
      ended = true;
      rethrowFailure();
    }
    return new Chunk(current.bytes, current.length);
  }

  /** How many bytes have been read. */
  long bytes() {
    return bytes;
  }

  /** Of all bytes; after the end. */
  Digest digest() {
    try {
      hashing.join();
    } catch (InterruptedException e) {
      throw interrupted();
    }
    return Digest.finish(layer.diffId().algorithm(), hash);
  }

  @Override
  public void close() {
    decompressing.interrupt();
    hashing.interrupt();
    try {
      boolean _ = decompressing.join(FAREWELL);
      boolean _ = hashing.join(FAREWELL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Some bytes with two users, after which it is free. */
  private static final class Block {
    final byte[] bytes;
    final AtomicInteger users = new AtomicInteger();
    int length;

    Block(int size) {
      this.bytes = new byte[size];
    }
  }

  private void decompress() {
    try (InputStream opened = source.open();
        LayerSource compressed = new LayerSource(opened)) {
      decompress(compressed);
    } catch (IOException | RuntimeException | Error e) {
      failure.set(Optional.of(e));
    } catch (InterruptedException e) {
      failure.set(Optional.of(interrupted()));
    } finally {
      Block end = new Block(0);
      toHash.add(end);
      toRead.add(end);
    }
  }

  private void decompress(LayerSource compressed) throws IOException, InterruptedException {
    try (InputStream tar = compression.decompressed(compressed)) {
      long total = 0;
      for (Block block = filled(tar); block.length > 0; block = filled(tar)) {
        total += block.length;
        if (total > limitBytes) {
          throw new TooMuch(layer.descriptor().digest(), Limit.BYTES, limitBytes);
        }
        toHash.add(block);
        toRead.add(block);
      }
      compressed.drain();
    } catch (ZstdIOException e) {
      throw compressed.hasEnded() ? new EOFException(e.getMessage()) : e;
    }
  }

  private Block filled(InputStream tar) throws IOException, InterruptedException {
    Block block = free.take();
    block.users.set(2);
    block.length = tar.readNBytes(block.bytes, 0, block.bytes.length);
    return block;
  }

  /** Interrupted when nobody wants the digest any more. */
  private void hash() {
    try {
      for (Block block = toHash.take(); block.length > 0; block = toHash.take()) {
        hash.update(block.bytes, 0, block.length);
        release(block);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Block taken() {
    try {
      return toRead.take();
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private void release(Block block) {
    if (block.users.decrementAndGet() == 0) {
      free.add(block);
    }
  }

  private Interrupted interrupted() {
    Thread.currentThread().interrupt();
    return new Interrupted(layer.descriptor().digest());
  }

  private void rethrowFailure() {
    Digest digest = layer.descriptor().digest();
    switch (failure.get().orElse(null)) {
      case null -> {}
      case EOFException e -> throw new Truncated(digest, e);
      case IOException e -> throw new Damaged(digest, e);
      case LayerSource.Failed e -> throw new Unreadable(digest, e.reason());
      case RuntimeException e -> throw e;
      case Throwable e -> throw new IllegalStateException("decompressing failed", e);
    }
  }
}
