package dev.lading.runtime.command;

import dev.lading.content.Tag;
import dev.lading.runtime.registry.ImageReference;
import dev.lading.runtime.signing.Signed;
import java.io.PrintWriter;
import picocli.CommandLine.ParameterException;

/** What all commands about one repository do: find the registry, and talk. */
abstract class RepositoryCommand implements Command {
  private final Surroundings surroundings;
  private final Syntax syntax;
  private final RepositoryOptions options;

  RepositoryCommand(Surroundings surroundings, String... description) {
    this.surroundings = surroundings;
    this.syntax = new Syntax(this, description);
    this.options = new RepositoryOptions(syntax);
  }

  /** What the command is about, as it was written. */
  abstract ImageReference image();

  abstract void talk(Session session);

  @Override
  public final Syntax syntax() {
    return syntax;
  }

  @Override
  public final Integer call() {
    try (Session session = new Session(surroundings, options, image(), syntax.err())) {
      talk(session);
    }
    return 0;
  }

  final Surroundings surroundings() {
    return surroundings;
  }

  final RepositoryOptions options() {
    return options;
  }

  /** The same, and what else came with it is said beside. */
  final Signed told(Signed signed) {
    Lines.expiries(signed, surroundings.clock().instant(), syntax.err());
    return signed;
  }

  final PrintWriter out() {
    return syntax.out();
  }

  final ParameterException misuse(String message) {
    return syntax.misuse(message);
  }

  /** A repository without a tag. */
  final ImageReference repository(String text) {
    ImageReference image = ImageReference.parse(text);
    if (image.tag().isPresent() || image.digest().isPresent()) {
      throw misuse("Name the repository without a tag: " + image.name());
    }
    return image;
  }

  /** A tag that was named, or Docker's when nothing was. */
  final ImageReference tagged(String text) {
    ImageReference image = ImageReference.parse(text);
    if (image.tag().isEmpty() && image.digest().isPresent()) {
      throw misuse("Name the tag to sign, as in " + image.name() + ":1.0@" + image.digest().get());
    }
    return image;
  }

  static String name(ImageReference image, Tag tag) {
    return image.name() + ":" + tag;
  }
}
