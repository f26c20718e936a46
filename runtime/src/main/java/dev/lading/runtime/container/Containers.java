package dev.lading.runtime.container;

import dev.lading.runtime.container.ContainerException.Ambiguous;
import dev.lading.runtime.container.ContainerException.NameTaken;
import dev.lading.runtime.container.ContainerException.Unknown;
import dev.lading.runtime.files.PrivateFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The containers of one user, those that have ended included.
 *
 * <pre>
 * containers/
 *   names/NAME         a link to the container's folder: only one can have it
 *   ID/
 *     container.json   what never changes of it
 *     lower            a link to the unpacked image
 *     upper, work      what it writes, and the overlay's own
 *     root             where these are mounted, as its supervisor sees it
 *     hostname, hosts, resolv.conf
 *     supervisor       process ID, start and boot of the script that holds it
 *     pid              of its first process; not empty once that has begun
 *     exit             how it ended; there once it has
 *     log, log.1       what it said, when nobody was there to listen
 *     ...              what its back end reads and writes
 * </pre>
 */
public final class Containers {
  static final String RECORD = "container.json";

  private static final int RECORD_LIMIT_BYTES = 1 << 20;
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]{1,127}");

  private final Path folder;
  private final ContainerNames names;

  /**
   * @param folder made when something is to be in it
   */
  public Containers(Path folder) {
    this.folder = folder.toAbsolutePath().normalize();
    this.names = new ContainerNames(this.folder.resolve("names"), this.folder);
  }

  /** Whether a container can have that name. */
  public static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /** The latest first. */
  public List<Container> all() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    List<Container> all = new ArrayList<>();
    try (Stream<Path> folders = Files.list(folder)) {
      for (Path each : (Iterable<Path>) folders::iterator) {
        Optional<ContainerId> id = ContainerId.parse(each.getFileName().toString());
        if (id.isPresent()) {
          all.add(new Container(id.get(), each, record(each)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(folder.toString(), e);
    }
    all.sort(
        Comparator.comparing(
                (Container each) ->
                    each.record().map(ContainerRecord::created).orElse(java.time.Instant.MIN))
            .reversed());
    return all;
  }

  /**
   * The one with that name, or with an ID that begins so.
   *
   * @throws ContainerException.Unknown when there is none
   * @throws ContainerException.Ambiguous when there are several
   */
  public Container get(String asked) {
    return find(asked).orElseThrow(() -> new Unknown(asked));
  }

  /** The same; empty when there is none. */
  public Optional<Container> find(String asked) {
    return named(asked).or(() -> beginning(asked));
  }

  private Optional<Container> beginning(String asked) {
    List<Container> found =
        all().stream()
            .filter(each -> !asked.isEmpty() && each.id().text().startsWith(asked))
            .toList();
    return switch (found.size()) {
      case 0 -> Optional.empty();
      case 1 -> Optional.of(found.getFirst());
      default -> throw new Ambiguous(asked);
    };
  }

  private Optional<Container> named(String name) {
    if (!isName(name)) {
      return Optional.empty();
    }
    return names
        .find(name)
        .map(id -> new Container(id, folder.resolve(id.text()), record(folder.resolve(id.text()))));
  }

  /**
   * Makes the container's folder, with its record in it, and takes its name.
   *
   * @throws ContainerException.NameTaken when another one has it; nothing is left then
   */
  Container create(ContainerRecord record) {
    Path made = folder.resolve(record.id().text());
    try {
      PrivateFile.createFolder(made);
      Path next = made.resolve(RECORD + ".next");
      Files.write(next, record.bytes());
      Files.move(next, made.resolve(RECORD), StandardCopyOption.ATOMIC_MOVE);
      Container container = new Container(record.id(), made, Optional.of(record));
      if (record.name().isPresent() && !names.take(record.name().get(), record.id())) {
        FolderRemoval.of(made);
        throw new NameTaken(record.name().get());
      }
      return container;
    } catch (IOException e) {
      throw new UncheckedIOException(made.toString(), e);
    }
  }

  /** Gives its name back, and removes its folder. It must not run. */
  void remove(Container container) {
    try {
      Optional<String> name = container.record().flatMap(ContainerRecord::name);
      if (name.isPresent()) {
        names.giveBack(name.get(), container.id());
      }
      FolderRemoval.of(container.folder());
    } catch (IOException e) {
      throw new UncheckedIOException(container.folder().toString(), e);
    }
  }

  private static Optional<ContainerRecord> record(Path container) {
    try (var in = Files.newInputStream(container.resolve(RECORD))) {
      byte[] bytes = in.readNBytes(RECORD_LIMIT_BYTES + 1);
      return bytes.length > RECORD_LIMIT_BYTES ? Optional.empty() : ContainerRecord.parse(bytes);
    } catch (NoSuchFileException _) {
      return Optional.empty(); // whoever made it was killed just then
    } catch (IOException e) {
      throw new UncheckedIOException(container.resolve(RECORD).toString(), e);
    }
  }
}
