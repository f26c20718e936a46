package dev.lading.server;

import dev.lading.auth.files.RefusedEdit;
import dev.lading.auth.files.UnusableFile;
import dev.lading.auth.token.TokenException;
import dev.lading.config.InvalidConfiguration;
import dev.lading.content.ContentException;
import dev.lading.server.control.ControlRefusal;
import dev.lading.server.http.ListenFailed;
import dev.lading.storage.StorageException;
import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Says what stopped a command, on standard error; a trace only for what nobody foresaw. */
final class Failures implements IExecutionExceptionHandler {
  private static final int FAILED = 1;
  private static final int ASKED_WRONGLY = 2;

  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed)
      throws Exception {
    return switch (failure) {
      case InvalidConfiguration e -> say(command, e, "", ASKED_WRONGLY);
      case ListenFailed e ->
          say(command, e, ". Free the address, or name another in http.addr.", FAILED);
      case ControlRefusal e -> say(command, e, "", FAILED);
      case StorageException e -> say(command, e, "", FAILED);
      case ContentException e -> say(command, e, "", FAILED);
      case TokenException e -> say(command, e, "", FAILED);
      case UnusableFile e -> say(command, e, "", FAILED);
      case RefusedEdit e -> say(command, e, "", code(e.reason()));
      case UncheckedIOException e -> say(command, e, ": " + e.getCause(), FAILED);
      default -> throw failure;
    };
  }

  private static int code(RefusedEdit.Reason reason) {
    return switch (reason) {
      case NAME_INVALID, PASSWORD_INVALID, EXPIRY_INVALID -> ASKED_WRONGLY;
      case NAME_TAKEN, NAME_UNKNOWN, FILE_NOT_EDITABLE, FILE_BUSY -> FAILED;
    };
  }

  private static int say(CommandLine command, Exception failure, String advice, int code) {
    String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    (message + advice).lines().forEach(line -> command.getErr().println("lading: " + line));
    return code;
  }
}
