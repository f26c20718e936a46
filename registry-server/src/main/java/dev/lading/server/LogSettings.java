package dev.lading.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import dev.lading.config.Section;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is logged, and how.
 *
 * @param access whether every request gets a line
 */
record LogSettings(Severity level, Format format, boolean access) {
  /** Distribution's names. */
  enum Severity {
    DEBUG,
    INFO,
    WARN,
    ERROR
  }

  enum Format {
    TEXT,
    JSON,
    LOGSTASH
  }

  static LogSettings from(Section log) {
    return new LogSettings(
        log.choice("level", Severity.INFO),
        log.choice("formatter", Format.TEXT),
        !log.section("accesslog").flag("disabled", false));
  }

  void apply() {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    LogOutput.write(context, format != Format.TEXT);
    context
        .getLogger(Logger.ROOT_LOGGER_NAME)
        .setLevel(Level.toLevel(level.name().toUpperCase(Locale.ROOT)));
    context.getLogger("io.netty").setLevel(Level.WARN);
    context.getLogger("io.vertx").setLevel(Level.WARN);
  }
}
