package dev.lading.runtime.command;

/** {@code lading trust key}: the folder of keys; asks no registry. */
final class KeyCommand implements Command {
  private final Syntax syntax =
      new Syntax(
              this, "Shows and changes the folder of signing keys, which docker and notary share.")
          .footer("Example: lading trust key list");

  static Words words(Surroundings surroundings) {
    return Words.none()
        .and("generate", () -> new KeyGenerateCommand(surroundings))
        .and("import", () -> new KeyImportCommand(surroundings))
        .and("list", () -> new KeyListCommand(surroundings))
        .and("remove", () -> new KeyRemoveCommand(surroundings));
  }

  @Override
  public Syntax syntax() {
    return syntax;
  }

  @Override
  public Integer call() {
    throw syntax.misuse("Name one of: list, generate, import, remove.");
  }
}
