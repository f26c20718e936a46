package dev.lading.runtime.command;

import dev.lading.content.Tag;
import dev.lading.runtime.registry.ImageReference;
import dev.lading.runtime.signing.Signed;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What all commands about one repository do: find the registry, and talk. */
abstract class RepositoryCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private RepositoryOptions options = new RepositoryOptions();

  private final Surroundings surroundings;

  RepositoryCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** What the command is about, as it was written. */
  abstract ImageReference image();

  abstract void talk(Session session);

  @Override
  public final Integer call() {
    try (Session session =
        new Session(surroundings, options, image(), spec.commandLine().getErr())) {
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
    Lines.expiries(signed, surroundings.clock().instant(), spec.commandLine().getErr());
    return signed;
  }

  final PrintWriter out() {
    return spec.commandLine().getOut();
  }

  final ParameterException misuse(String message) {
    return new ParameterException(spec.commandLine(), message);
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
