package dev.lading.runtime.command;

import dev.lading.runtime.keys.KeyFolder;
import dev.lading.trust.key.KeyId;
import java.util.function.Supplier;

/** {@code lading trust key remove}. */
final class KeyRemoveCommand implements Command {
  private final Syntax syntax =
      new Syntax(this, "Removes a key for good. Nobody else has it, unless there is a copy.")
          .footer("Example: lading trust key remove ID");
  private final TrustOptions options = new TrustOptions(syntax);
  private final Supplier<String> id = syntax.parameter(String.class, "ID", "All 64 digits.");

  private final Surroundings surroundings;

  KeyRemoveCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Syntax syntax() {
    return syntax;
  }

  @Override
  public Integer call() {
    KeyFolder folder = options.folder(surroundings);
    KeyId key = new KeyId(id.get());
    if (!folder.has(key)) {
      throw syntax.misuse("There is no key " + id.get() + ".");
    }
    folder.remove(key);
    syntax.out().println(id.get() + " is removed.");
    return 0;
  }
}
