package dev.lading.runtime.command;

/** {@code lading trust}. */
final class TrustCommand implements Command {
  private final Syntax syntax =
      new Syntax(
              this,
              "Signs tags, and shows who signed them, as docker trust and notary do. Keys lie where those"
                  + " keep them, and their passphrases come from the same variables (such as"
                  + " DOCKER_CONTENT_TRUST_ROOT_PASSPHRASE, NOTARY_TARGETS_PASSPHRASE) or from you.")
          .footer("Example: lading trust sign localhost:5000/team/app:1.0");

  static Words words(Surroundings surroundings) {
    return Words.none()
        .and("init", () -> new InitCommand(surroundings))
        .and("sign", () -> new SignCommand(surroundings))
        .and("revoke", () -> new RevokeCommand(surroundings))
        .and("inspect", () -> new InspectCommand(surroundings))
        .and("key", KeyCommand::new, KeyCommand.words(surroundings))
        .and("rotate", () -> new RotateCommand(surroundings))
        .and("delegate", () -> new DelegateCommand(surroundings));
  }

  @Override
  public Syntax syntax() {
    return syntax;
  }

  @Override
  public Integer call() {
    throw syntax.misuse("Name one of: init, sign, revoke, inspect, key, rotate, delegate.");
  }
}
