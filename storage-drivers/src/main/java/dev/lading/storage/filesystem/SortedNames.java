package dev.lading.storage.filesystem;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Predicate;

/**
 * The wanted names of one directory in byte order; none when it is gone. Only a page of the
 * smallest is held at a time, so that the first few of a hundred thousand cost one reading and
 * little memory; each further reading doubles the page. Not safe for several threads.
 */
final class SortedNames {
  private static final int FIRST_PAGE = 1024;

  private final Path directory;
  private final Predicate<String> wanted;
  private final ArrayDeque<String> page = new ArrayDeque<>();
  private String pageEnd = "";
  private int pageSize = FIRST_PAGE;
  private boolean complete;

  SortedNames(Path directory, Predicate<String> wanted) {
    this.directory = directory;
    this.wanted = wanted;
  }

  /** The next name without taking it; empty at the end. */
  Optional<String> peek() throws IOException {
    if (page.isEmpty() && !complete) {
      readPage();
    }
    return Optional.ofNullable(page.peek());
  }

  void skip() {
    page.remove();
  }

  private void readPage() throws IOException {
    PriorityQueue<String> smallest = new PriorityQueue<>(Comparator.reverseOrder());
    complete = true;
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        offer(entry.getFileName().toString(), smallest);
      }
    } catch (NoSuchFileException | NotDirectoryException _) {
      // Removed meanwhile, or an object: nothing is below it.
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    while (!smallest.isEmpty()) {
      page.addFirst(smallest.remove());
    }
    pageEnd = page.isEmpty() ? pageEnd : page.getLast();
    pageSize *= 2;
  }

  private void offer(String name, PriorityQueue<String> smallest) {
    boolean full = smallest.size() == pageSize;
    if (name.compareTo(pageEnd) <= 0 || !wanted.test(name)) {
      return;
    }
    if (full) {
      complete = false;
    }
    if (!full || name.compareTo(smallest.element()) < 0) {
      smallest.add(name);
      if (full) {
        smallest.remove();
      }
    }
  }
}
