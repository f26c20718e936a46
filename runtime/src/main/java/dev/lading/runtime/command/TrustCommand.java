package dev.lading.runtime.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code lading trust}. */
@Command(
    name = "trust",
    description = {
      "Signs tags, and shows who signed them, as docker trust and notary do. Keys lie where those"
          + " keep them, and their passphrases come from the same variables (such as"
          + " DOCKER_CONTENT_TRUST_ROOT_PASSPHRASE, NOTARY_TARGETS_PASSPHRASE) or from you."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example: lading trust sign localhost:5000/team/app:1.0"})
final class TrustCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Name one of: init, sign, revoke, inspect, key, rotate, delegate.");
  }
}
