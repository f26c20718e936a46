package dev.lading.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where log lines go: to standard error, as text or one JSON object a line. Found by logback as a
 * service, so that no XML is parsed at start.
 */
public final class LogOutput extends ContextAwareBase implements Configurator {
  private static final String LINE =
      "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX, UTC} %-5level %logger{0} %msg%n";

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    write(context, false);
    context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.WARN);
    // Cries at every client that goes away during a download; the access log says it in a line.
    context.getLogger("io.vertx.core.net.impl.VertxConnection").setLevel(Level.OFF);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  /** What goes wrong is written before its thread goes on; everything else within moments. */
  private static final class Appender extends OutputStreamAppender<ILoggingEvent> {
    private final LogStream stream;

    Appender(LogStream stream) {
      this.stream = stream;
      setImmediateFlush(false);
      setOutputStream(stream);
    }

    @Override
    protected void subAppend(ILoggingEvent event) {
      super.subAppend(event);
      if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
        stream.flush();
      }
    }
  }

  /**
   * Before the process ends: writes what is on its way, and nothing after it. Waits a moment only:
   * nobody may be reading.
   */
  static void end() {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    Thread ending = Thread.ofPlatform().daemon().start(context::stop);
    try {
      boolean _ = ending.join(Duration.ofSeconds(2));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static void write(LoggerContext context, boolean json) {
    Appender console = new Appender(LogStream.to(new FileOutputStream(FileDescriptor.err)));
    console.setContext(context);
    console.setEncoder(json ? json(context) : text(context));
    console.start();
    ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.detachAndStopAllAppenders();
    root.addAppender(console);
  }

  private static Encoder<ILoggingEvent> text(LoggerContext context) {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(LINE);
    encoder.start();
    return encoder;
  }

  private static Encoder<ILoggingEvent> json(LoggerContext context) {
    JsonEncoder encoder = new JsonEncoder();
    encoder.setContext(context);
    encoder.setWithFormattedMessage(true);
    encoder.setWithMessage(false);
    encoder.setWithArguments(false);
    encoder.setWithContext(false);
    encoder.setWithSequenceNumber(false);
    encoder.setWithNanoseconds(false);
    encoder.setWithThreadName(false);
    encoder.start();
    return encoder;
  }
}
