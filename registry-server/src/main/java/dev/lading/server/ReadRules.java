package dev.lading.server;

import dev.lading.auth.access.AccessRules;
import dev.lading.auth.files.FileContent;
import dev.lading.auth.files.UnusableFile;
import java.util.Map;
import java.util.function.Function;

/**
 * Reads the rules out of the configuration. Once there were some, none at all cannot be used: that
 * is what a file looks like that is being written, and it would let in whoever logs in.
 */
final class ReadRules implements Function<FileContent, AccessRules> {
  private final Map<String, String> environment;
  private boolean wereGiven;

  ReadRules(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public synchronized AccessRules apply(FileContent file) {
    AccessRules rules = AuthSettings.rules(file, environment);
    if (wereGiven && rules.rules().isEmpty()) {
      throw new UnusableFile(
          file.file(),
          "has no rules in auth.access any more. To let whoever logs in do everything, restart"
              + " the registry, or write a rule that says so.");
    }
    wereGiven |= !rules.rules().isEmpty();
    return rules;
  }
}
