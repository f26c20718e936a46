package dev.lading.runtime.container;

import dev.lading.runtime.backend.Bundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A container that is there.
 *
 * @param record empty when what was written of it cannot be read: it can still be removed
 */
public record Container(ContainerId id, Path folder, Optional<ContainerRecord> record) {
  private static final int EXIT_LIMIT_BYTES = 8;

  public Bundle bundle() {
    return new Bundle(id.text(), folder);
  }

  /**
   * @throws ContainerException.Damaged when there is none
   */
  public ContainerRecord recorded() {
    return record.orElseThrow(
        () -> new ContainerException.Damaged(folder.resolve(Containers.RECORD)));
  }

  public String title() {
    return record.map(ContainerRecord::title).orElseGet(id::shortened);
  }

  /**
   * What its files tell. The supervisor is looked for before what it writes last: so what is
   * missing then was never written.
   *
   * @param orphans whether a container without a supervisor runs on
   */
  ContainerState state(Predicate<Container> orphans) {
    try {
      Optional<ProcessMark> supervisor = ProcessMark.read(folder.resolve("supervisor"));
      boolean isHeld = supervisor.isPresent() && supervisor.get().isAlive();
      Optional<Integer> exit = exit();
      boolean hasBegun = bundle().hasBegun();
      if (exit.isPresent()) {
        return hasBegun
            ? new ContainerState.Exited(exit.get(), written("exit"))
            : new ContainerState.NotStarted();
      }
      if (!hasBegun) {
        return isHeld || supervisor.isEmpty()
            ? new ContainerState.Created()
            : new ContainerState.NotStarted();
      }
      return isHeld || orphans.test(this)
          ? new ContainerState.Running(
              written("pid"), isHeld, supervisor.map(ProcessMark::pid).orElse(0L))
          : new ContainerState.Lost();
    } catch (NoSuchFileException _) {
      return new ContainerState.Lost(); // it is being removed
    } catch (IOException e) {
      throw new UncheckedIOException("the state of container " + id, e);
    }
  }

  /** Empty until it was wholly written. */
  private Optional<Integer> exit() throws IOException {
    Path file = folder.resolve("exit");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    String text = Files.readString(file);
    return text.length() < EXIT_LIMIT_BYTES && text.matches("[0-9]{1,3}\n")
        ? Optional.of(Integer.valueOf(text.strip()))
        : Optional.empty();
  }

  private Instant written(String file) throws IOException {
    return Files.getLastModifiedTime(folder.resolve(file)).toInstant();
  }
}
