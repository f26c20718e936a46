package dev.lading.runtime.backend;

import java.util.List;

/** Why no program here runs a container as it was asked for. Nothing has been started. */
public abstract sealed class BackendException extends RuntimeException {
  private BackendException(String message) {
    super(message);
  }

  /** No program that runs containers is usable here. */
  public static final class NoBackend extends BackendException {
    private final List<String> looked;

    /**
     * @param looked each one, and what it lacks
     */
    public NoBackend(List<String> looked) {
      super(
          "no program here can run a container: %s. Install runc: apt install runc"
              .formatted(String.join("; ", looked)));
      this.looked = List.copyOf(looked);
    }

    public List<String> looked() {
      return looked;
    }
  }

  /** A program that was named cannot be used. */
  public static final class Unusable extends BackendException {
    private final String backend;

    public Unusable(String backend, String why) {
      super("--runtime %s: %s.".formatted(backend, why));
      this.backend = backend;
    }

    public String backend() {
      return backend;
    }
  }

  /** A program cannot give what an option asks for. */
  public static final class NotGiven extends BackendException {
    private final String option;
    private final String backend;

    /**
     * @param why ends the sentence, without a full stop
     */
    public NotGiven(String option, String backend, String why) {
      super("%s cannot be given by %s here: %s.".formatted(option, backend, why));
      this.option = option;
      this.backend = backend;
    }

    public String option() {
      return option;
    }

    public String backend() {
      return backend;
    }
  }
}
