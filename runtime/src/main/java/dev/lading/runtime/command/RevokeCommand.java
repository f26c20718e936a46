package dev.lading.runtime.command;

import dev.lading.content.Tag;
import dev.lading.runtime.registry.ImageReference;
import dev.lading.runtime.signing.Signed;
import dev.lading.trust.Role;
import dev.lading.trust.verify.VerifiedTargets;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** {@code lading trust revoke}. */
final class RevokeCommand extends RepositoryCommand {
  private final Supplier<String> reference = syntax().parameter(String.class, "REPOSITORY:TAG");

  RevokeCommand(Surroundings surroundings) {
    super(
        surroundings,
        "Takes a tag's signature back, from every role whose key is in the folder. The tag itself"
            + " stays in the registry.");
    syntax().footer("Example: lading trust revoke localhost:5000/team/app:1.0");
  }

  @Override
  ImageReference image() {
    ImageReference image = ImageReference.parse(reference.get());
    if (image.tag().isEmpty() || image.digest().isPresent()) {
      throw misuse("Name one tag, as in " + image.name() + ":1.0");
    }
    return image;
  }

  @Override
  void talk(Session session) {
    Tag tag = image().tagOrLatest();
    Signed revoked = told(session.repository().revoke(tag.name()));
    out()
        .println(
            "%s is no longer signed by %s.".formatted(name(image(), tag), Lines.roles(revoked)));
    String others = stillSigning(revoked.trust().targets(), tag);
    if (!others.isEmpty()) {
      out().println("It still is by " + others + ", whose keys are not in the folder.");
    }
  }

  private static String stillSigning(VerifiedTargets targets, Tag tag) {
    return targets.roles().keySet().stream()
        .filter(role -> targets.signedBy(role, tag.name()).isPresent())
        .map(Role::text)
        .collect(Collectors.joining(", "));
  }
}
