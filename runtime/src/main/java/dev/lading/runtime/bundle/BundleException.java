package dev.lading.runtime.bundle;

import java.nio.file.Path;

/** Why no plan can be made of an image and options. Nothing has been started. */
public abstract sealed class BundleException extends RuntimeException {
  private BundleException(String message) {
    super(message);
  }

  /** An option has a value that it cannot have. */
  public static final class InvalidOption extends BundleException {
    private final String option;
    private final String value;

    /**
     * @param why ends the sentence, without a full stop
     */
    public InvalidOption(String option, String value, String why) {
      super("%s: %s.".formatted(value.isEmpty() ? option : option + " " + value, why));
      this.option = option;
      this.value = value;
    }

    public String option() {
      return option;
    }

    public String value() {
      return value;
    }
  }

  /** Neither the image nor the command line says what to run. */
  public static final class NoCommand extends BundleException {
    public NoCommand() {
      super("the image names no command. Write one behind it: lading run IMAGE COMMAND...");
    }
  }

  /** The image has no such user or group. */
  public static final class UnknownAccount extends BundleException {
    private final String account;

    public UnknownAccount(String account, String file) {
      super(
          "the image's %s has no %s. A number needs no entry: -u 1000:1000"
              .formatted(file, account));
      this.account = account;
    }

    public String account() {
      return account;
    }
  }

  /** A file that an option names cannot be used. */
  public static final class UnusableFile extends BundleException {
    private final transient Path file;

    public UnusableFile(String option, Path file, String why) {
      super("%s %s: %s.".formatted(option, file, why));
      this.file = file;
    }

    public Path file() {
      return file;
    }
  }
}
