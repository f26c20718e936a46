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

  /** The image's config says what cannot be. */
  public static final class UnusableImage extends BundleException {
    private final String field;

    /**
     * @param field as the image's config names it
     * @param advice ends the sentence, without a full stop
     */
    public UnusableImage(String field, String value, String advice) {
      super("the image's %s %.40s: %s.".formatted(field, value, advice));
      this.field = field;
    }

    public String field() {
      return field;
    }
  }

  /** No kernel starts a program with such a command or such variables. */
  public static final class ImpossibleProcess extends BundleException {
    private final String part;

    /**
     * @param part which of them
     * @param why ends the sentence, without a full stop
     */
    public ImpossibleProcess(String part, String why) {
      super("%s %s: no program can be started so.".formatted(part, why));
      this.part = part;
    }

    public String part() {
      return part;
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
