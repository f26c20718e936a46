package dev.lading.server;

import dev.lading.config.Effective;
import dev.lading.config.Problem;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lading serve}: runs until it is told to stop. */
@Command(
    name = "serve",
    description = "Runs the registry until it gets SIGINT or SIGTERM; then it drains and stops.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example: lading serve --config config.yml"})
final class ServeCommand implements Callable<Integer> {
  private static final Map<String, String> SELF_SIGNED =
      Map.of("REGISTRY_HTTP_TLS_SELFSIGNED", "true");

  @Mixin private ConfigOptions options = new ConfigOptions();

  @Option(
      names = "--self-signed",
      description = {
        "Speaks TLS with a certificate that is made on the first start and kept in the store's"
            + " directory: for trying out. The same as http.tls.selfsigned: true."
      })
  private boolean selfSigned;

  @Override
  public Integer call() throws InterruptedException {
    Map<String, String> flags = selfSigned ? SELF_SIGNED : Map.of();
    Effective<ServerSettings> effective = options.effective(flags);
    ServerSettings settings = effective.get();
    settings.log().apply();
    Logger log = LoggerFactory.getLogger("lading");
    effective.warnings().stream().map(Problem::toString).forEach(log::warn);
    Registry registry = Registry.start(settings, options.path(), options.environment(flags));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(registry, log), "stop"));
    new CountDownLatch(1).await();
    return 0;
  }

  /** A registry that was told to stop and has drained ends well: status 0, not the signal's. */
  private static void stop(Registry registry, Logger log) {
    log.info("stopping: running requests may finish");
    registry.close();
    log.info("stopped");
    LogOutput.end();
    Runtime.getRuntime().halt(0);
  }
}
