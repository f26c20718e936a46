package dev.lading.runtime.container;

import java.nio.file.Path;

/** Why nothing can be done with a container. */
public abstract sealed class ContainerException extends RuntimeException {
  private ContainerException(String message) {
    super(message);
  }

  /** There is no container of that name or ID. */
  public static final class Unknown extends ContainerException {
    private final String asked;

    public Unknown(String asked) {
      super("there is no container %s. lading ps -a shows all".formatted(asked));
      this.asked = asked;
    }

    public String asked() {
      return asked;
    }
  }

  /** Several containers have IDs that begin so. */
  public static final class Ambiguous extends ContainerException {
    private final String asked;

    public Ambiguous(String asked) {
      super("several containers begin with %s. Write more of the ID".formatted(asked));
      this.asked = asked;
    }

    public String asked() {
      return asked;
    }
  }

  /** Another container has the name. Nothing was made. */
  public static final class NameTaken extends ContainerException {
    private final String name;

    public NameTaken(String name) {
      super(
          "the name %s is another container's. Choose another one, or: lading rm %s"
              .formatted(name, name));
      this.name = name;
    }

    public String name() {
      return name;
    }
  }

  /** A container runs that must not, for what was asked. */
  public static final class Running extends ContainerException {
    private final String asked;

    public Running(String asked) {
      super("%s runs. Stop it first, or: lading rm -f %s".formatted(asked, asked));
      this.asked = asked;
    }

    public String asked() {
      return asked;
    }
  }

  /** A container does not run that has to, for what was asked. */
  public static final class NotRunning extends ContainerException {
    private final String asked;

    public NotRunning(String asked) {
      super("%s does not run. lading ps -a shows why".formatted(asked));
      this.asked = asked;
    }

    public String asked() {
      return asked;
    }
  }

  /** A container did not end, though it was killed. */
  public static final class StillThere extends ContainerException {
    public StillThere(String asked) {
      super("%s was killed and has not ended yet. Try again later".formatted(asked));
    }
  }

  /** A container did not start. What the program that runs it said of that was shown already. */
  public static final class NotStarted extends ContainerException {
    private final int exitCode;

    /**
     * @param exitCode 125 when the container is to blame, 126 when its program cannot be started,
     *     127 when it is not there, 128 and the number of a signal that ended us before
     * @param said what the program said where nobody saw it; may be empty
     */
    public NotStarted(String program, String backend, int exitCode, String said) {
      super(
          (said.isEmpty() ? "" : said.strip() + "\n")
              + switch (exitCode) {
                case 127 -> "%s is not in the container".formatted(program);
                case 126 -> "%s cannot be started in the container".formatted(program);
                case 125 -> "%s could not start the container".formatted(backend);
                default -> "ended by a signal before %s began".formatted(program);
              });
      this.exitCode = exitCode;
    }

    public int exitCode() {
      return exitCode;
    }
  }

  /** A file that tells of a container is not what was written. */
  public static final class Damaged extends ContainerException {
    private final transient Path file;

    public Damaged(Path file) {
      super("%s is damaged. lading rm -f removes the container".formatted(file));
      this.file = file;
    }

    public Path file() {
      return file;
    }
  }
}
