package dev.lading.runtime.bundle;

import dev.lading.runtime.bundle.BundleException.InvalidOption;
import dev.lading.runtime.bundle.BundleException.NoCommand;
import dev.lading.runtime.image.ImageConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One container, wholly decided: nothing is left to the image or to what is usual.
 *
 * @param arguments the program first; never empty
 * @param environment {@code NAME=value}
 * @param workingDirectory absolute, without dots; made when it is not there
 * @param capabilities of root; other users have none
 */
public record Plan(
    List<String> arguments,
    List<String> environment,
    String workingDirectory,
    Account account,
    boolean terminal,
    String hostname,
    Network network,
    Set<String> capabilities,
    Seccomp seccomp,
    boolean noNewPrivileges,
    boolean readOnly,
    Limits limits,
    List<Volume> volumes,
    List<Tmpfs> tmpfs,
    StopSignal stopSignal) {
  private static final String PATH =
      "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
  private static final Pattern HOSTNAME =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?");

  public Plan {
    arguments = List.copyOf(arguments);
    environment = List.copyOf(environment);
    capabilities = Set.copyOf(capabilities);
    volumes = List.copyOf(volumes);
    tmpfs = List.copyOf(tmpfs);
  }

  /**
   * What is decided without looking at the options.
   *
   * @param hostname for when none is asked for
   * @param held the capabilities that can be given
   */
  public record Surroundings(Accounts accounts, String hostname, long held) {}

  /**
   * @throws BundleException when the options and the image make no container
   */
  public static Plan of(ImageConfig image, RunOptions options, Surroundings around) {
    RunOptions.Execution process = options.execution();
    RunOptions.Isolation isolation = options.isolation();
    Account account = around.accounts.get(process.user().or(image::user).orElse(""));
    String hostname = isolation.hostname().map(Plan::checked).orElse(around.hostname);
    return new Plan(
        arguments(image, process),
        environment(image, process, account, hostname),
        workingDirectory(image, process),
        account,
        process.terminal(),
        hostname,
        isolation.network(),
        Capabilities.granted(isolation.capAdd(), isolation.capDrop(), around.held),
        isolation.seccomp(),
        isolation.noNewPrivileges(),
        isolation.readOnly(),
        options.limits(),
        options.volumes(),
        options.tmpfs(),
        options
            .stopSignal()
            .or(() -> image.stopSignal().map(StopSignal::parse))
            .orElse(StopSignal.TERM));
  }

  /** The same one with these volumes and no others. */
  public Plan withVolumes(List<Volume> others) {
    return new Plan(
        arguments,
        environment,
        workingDirectory,
        account,
        terminal,
        hostname,
        network,
        capabilities,
        seccomp,
        noNewPrivileges,
        readOnly,
        limits,
        others,
        tmpfs,
        stopSignal);
  }

  private static List<String> arguments(ImageConfig image, RunOptions.Execution process) {
    List<String> arguments = new ArrayList<>();
    Optional<String> entrypoint = process.entrypoint();
    if (entrypoint.isPresent()) {
      entrypoint.filter(program -> !program.isEmpty()).ifPresent(arguments::add);
      arguments.addAll(process.command());
    } else {
      arguments.addAll(image.entrypoint());
      arguments.addAll(process.command().isEmpty() ? image.command() : process.command());
    }
    if (arguments.isEmpty()) {
      throw new NoCommand();
    }
    return arguments;
  }

  private static List<String> environment(
      ImageConfig image, RunOptions.Execution process, Account account, String hostname) {
    List<String> usual = new ArrayList<>(List.of(PATH, "HOSTNAME=" + hostname));
    if (process.terminal()) {
      usual.add("TERM=xterm");
    }
    usual.add("HOME=" + account.home());
    return Environment.merged(
        Environment.merged(usual, image.environment()), process.environment());
  }

  /** An image's one may lack its first slash, as Docker has it. */
  private static String workingDirectory(ImageConfig image, RunOptions.Execution process) {
    Optional<String> asked = process.workingDirectory();
    if (asked.isPresent()) {
      return InContainer.folder("-w", asked.get(), asked.get());
    }
    String given = image.workingDirectory().orElse("/");
    return InContainer.folder(
        "the image's WorkingDir", given, given.startsWith("/") ? given : "/" + given);
  }

  private static String checked(String hostname) {
    if (!HOSTNAME.matcher(hostname).matches()) {
      throw new InvalidOption(
          "--hostname", hostname, "letters, digits, dots and dashes, at most 63");
    }
    return hostname;
  }
}
