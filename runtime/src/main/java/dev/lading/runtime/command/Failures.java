package dev.lading.runtime.command;

import dev.lading.content.ContentException;
import dev.lading.runtime.backend.BackendException;
import dev.lading.runtime.bundle.BundleException;
import dev.lading.runtime.container.ContainerException;
import dev.lading.runtime.credentials.UnusableLogins;
import dev.lading.runtime.image.ImageException;
import dev.lading.runtime.keys.UnusableKey;
import dev.lading.runtime.posix.PosixException;
import dev.lading.runtime.pull.PullRefused;
import dev.lading.runtime.registry.RegistryException;
import dev.lading.runtime.registry.http.UnusableSetting;
import dev.lading.runtime.signing.PassphraseMissing;
import dev.lading.runtime.trust.TrustFailure;
import dev.lading.runtime.unpack.UnpackException;
import dev.lading.trust.TrustException;
import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Says what stopped a command, on standard error; a trace only for what nobody foresaw. */
final class Failures implements IExecutionExceptionHandler {
  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed)
      throws Exception {
    return switch (failure) {
      case RegistryException.InvalidReference e -> say(command, e, "", askedWrongly(command));
      case RegistryException.LoginRefused e -> say(command, e, advice(e), failed(command));
      case RegistryException e -> say(command, e, "", failed(command));
      case TrustFailure.NotInitialized e ->
          say(command, e, ". lading trust sign begins it with the first tag.", failed(command));
      case TrustFailure e -> say(command, e, "", failed(command));
      case TrustException.RoleInvalid e -> say(command, e, "", askedWrongly(command));
      case TrustException.GunInvalid e -> say(command, e, "", askedWrongly(command));
      case TrustException e -> say(command, e, "", failed(command));
      case UnusableKey e -> say(command, e, "", failed(command));
      case PassphraseMissing e -> say(command, e, "", failed(command));
      case UnusableLogins e -> say(command, e, "", failed(command));
      case UnusableSetting e -> say(command, e, "", failed(command));
      case PullRefused e -> say(command, e, "", failed(command));
      case ImageException e -> say(command, e, "", failed(command));
      case UnpackException e -> say(command, e, "", failed(command));
      case PosixException e -> say(command, e, "", failed(command));
      case ContentException e -> say(command, e, "", failed(command));
      case ContainerException.NotStarted e -> say(command, e, "", e.exitCode());
      case ContainerException e -> say(command, e, "", failed(command));
      case BundleException e -> say(command, e, "", failed(command));
      case BackendException e -> say(command, e, "", failed(command));
      case UncheckedIOException e -> say(command, e, ": " + e.getCause(), failed(command));
      default -> throw failure;
    };
  }

  /** A missing right looks like a wrong login: trust routes answer 401 to both. */
  private static String advice(RegistryException.LoginRefused refused) {
    return refused.anonymous()
        ? ". Log in with lading login."
        : ". If the password is right, a right is missing: signing takes pull, push and sign, and"
            + " a new key of the registry's delete as well.";
  }

  /** A command that ends as a container does has another code for its own failures. */
  private static int failed(CommandLine command) {
    return command.getCommandSpec().exitCodeOnExecutionException();
  }

  private static int askedWrongly(CommandLine command) {
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }

  private static int say(CommandLine command, Exception failure, String advice, int code) {
    String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    (message + advice)
        .lines()
        .map(Lines::printable)
        .forEach(line -> command.getErr().println("lading: " + line));
    return code;
  }
}
