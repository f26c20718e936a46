package dev.lading.runtime.command;

import dev.lading.content.Algorithm;
import dev.lading.content.Descriptor;
import dev.lading.content.Tag;
import dev.lading.runtime.registry.ImageReference;
import dev.lading.runtime.registry.RegistryException.Refused;
import dev.lading.runtime.registry.client.Resolution;
import dev.lading.runtime.signing.Signed;
import dev.lading.runtime.trust.TrustFailure.NotPossible;
import dev.lading.trust.Gun;
import dev.lading.trust.metadata.Target;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.Model.OptionSpec;

/** {@code lading trust sign}. */
final class SignCommand extends RepositoryCommand {
  private final Supplier<List<String>> signers =
      syntax()
          .values(
              String.class,
              OptionSpec.builder("--signer")
                  .paramLabel("NAME")
                  .description("Who signs, as named by lading trust delegate. Can be repeated."));

  private final Supplier<String> reference = syntax().parameter(String.class, "REPOSITORY:TAG");

  SignCommand(Surroundings surroundings) {
    super(
        surroundings,
        "Signs what a tag of a registry stands for, whether or not the registry hands it out yet."
            + " The repository's trust data is begun, and keys are made, when there are none.",
        "Without --signer, all signers whose keys are in the folder sign; targets does where nothing"
            + " is delegated.");
    syntax()
        .footer(
            "Example: lading trust sign localhost:5000/team/app:1.0",
            "     or: lading trust sign --signer alice localhost:5000/team/app:1.0@sha256:...");
  }

  @Override
  ImageReference image() {
    return tagged(reference.get());
  }

  @Override
  void talk(Session session) {
    ImageReference image = image();
    Tag tag = image.tagOrLatest();
    Resolution resolution = resolved(session, image);
    Descriptor manifest = resolution.descriptor();
    if (manifest.digest().algorithm() != Algorithm.SHA256) {
      throw misuse("Only manifests that the registry names by SHA-256 can be signed.");
    }
    Signed signed =
        told(
            session
                .repository()
                .sign(tag.name(), Target.of(manifest.digest(), manifest.size()), signers.get()));
    if (signed.begun()) {
      Lines.begun(signed.trust(), options().trust().keys(surroundings()), out());
    } else {
      Lines.verified(signed.trust(), out());
    }
    out().println(what(name(image, tag), manifest, resolution.refusal().isPresent()));
    out().println("Signed by " + Lines.roles(signed) + ".");
  }

  private static Resolution resolved(Session session, ImageReference image) {
    try {
      return session.registry().manifests(image.repository()).resolve(image.reference());
    } catch (Refused e) {
      if (e.status() == 404) {
        throw new NotPossible(
            Gun.parse(image.name()),
            image.reference() + " is not in the registry. Push it, and then sign it.");
      }
      throw e;
    }
  }

  private static String what(String name, Descriptor manifest, boolean refused) {
    return "%s is %s, %d bytes%s."
        .formatted(
            name,
            manifest.digest(),
            manifest.size(),
            refused ? "; the registry did not hand it out without this signature" : "");
  }
}
