package dev.lading.storage.filesystem;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The disk itself. */
final class NioDisk implements Disk {
  @Override
  public WritableFile create(Path file) throws IOException {
    return new ChannelFile(FileChannel.open(file, CREATE_NEW, WRITE));
  }

  @Override
  public WritableFile open(Path file) throws IOException {
    return new ChannelFile(FileChannel.open(file, WRITE, NOFOLLOW_LINKS));
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    Files.move(from, to, ATOMIC_MOVE);
  }

  @Override
  public void link(Path file, Path name) throws IOException {
    Files.createLink(name, file);
  }

  @Override
  public void touch(Path file, Instant time) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(time));
  }

  @Override
  public void removeFile(Path file) throws IOException {
    Files.delete(file);
  }

  @Override
  public void makeDirectory(Path directory) throws IOException {
    Files.createDirectory(directory);
  }

  /** Looks first: the JDK's call would as readily remove a file. */
  @Override
  public void removeDirectory(Path directory) throws IOException {
    if (Files.isRegularFile(directory, NOFOLLOW_LINKS)) {
      throw new NotDirectoryException(directory.toString());
    }
    Files.delete(directory);
  }

  /** A directory opened for reading is all that fsync needs. */
  @Override
  public void syncDirectories(List<Path> directories) throws IOException {
    List<FileChannel> channels = new ArrayList<>();
    try {
      for (Path directory : directories) {
        channels.add(FileChannel.open(directory, READ));
      }
      syncTogether(channels);
    } finally {
      for (FileChannel channel : channels) {
        channel.close();
      }
    }
  }

  private static void syncTogether(List<FileChannel> channels) throws IOException {
    List<Aside> others =
        channels.stream().skip(1).map(other -> Aside.start(() -> other.force(true))).toList();
    channels.getFirst().force(true);
    for (Aside other : others) {
      other.await();
    }
  }

  @Override
  public void syncAll(Path path) throws IOException {
    new Posix().syncFilesystem(path);
  }

  @Override
  public boolean isFull(Path probe, long bytes) throws IOException {
    try {
      return new Posix().isFull(probe, bytes);
    } finally {
      Files.deleteIfExists(probe);
    }
  }

  private record ChannelFile(FileChannel channel) implements WritableFile {
    @Override
    public long size() throws IOException {
      return channel.size();
    }

    @Override
    public void write(ByteBuffer bytes, long position) throws IOException {
      long at = position;
      while (bytes.hasRemaining()) {
        ByteBuffer slice = Slices.next(bytes);
        int count = channel.write(slice, at);
        bytes.position(bytes.position() + count);
        at += count;
      }
    }

    @Override
    public void sync() throws IOException {
      channel.force(true);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
