package dev.lading.runtime.command;

import dev.lading.runtime.image.LocalImages;
import dev.lading.runtime.image.Platform;
import dev.lading.runtime.pull.Doubt;
import dev.lading.runtime.pull.KeptImages;
import dev.lading.runtime.pull.Progress;
import dev.lading.runtime.pull.Pull;
import dev.lading.runtime.pull.TrustGate;
import dev.lading.runtime.registry.ImageReference;
import dev.lading.runtime.trust.TrustReader;
import java.io.Console;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** One command's pull of one image. */
final class PullSession {
  private static final Set<String> YES = Set.of("y", "yes");

  private final Surroundings surroundings;
  private final PullOptions options;
  private final PrintWriter err;

  PullSession(Surroundings surroundings, PullOptions options, PrintWriter err) {
    this.surroundings = surroundings;
    this.options = options;
    this.err = err;
  }

  Pull.Pulled pull(
      ImageReference reference, Platform platform, LocalImages images, Progress progress) {
    try (Session session = new Session(surroundings, options.repository(), reference, err)) {
      return new Pull(
              session.registry(), gate(session.reader()), images, progress, surroundings.clock())
          .pull(reference, platform);
    }
  }

  /**
   * An image that lies here, where no signature is asked for: its name goes on meaning what it
   * meant when it was pulled, as with docker run, and no registry is asked.
   */
  Optional<Pull.Pulled> kept(
      ImageReference reference, Platform platform, LocalImages images, Progress progress) {
    TrustReader reader = Session.reader(surroundings, options.repository(), err);
    return gate(reader).isLeftAside(reference)
        ? new KeptImages(images, progress).find(reference, platform)
        : Optional.empty();
  }

  private TrustGate gate(TrustReader reader) {
    return new TrustGate(options.trust(), reader, doubt());
  }

  private Doubt doubt() {
    return surroundings
        .terminal()
        .<Doubt>map(console -> image -> isAccepted(console, image))
        .orElse(Doubt.REFUSED);
  }

  private static boolean isAccepted(Console console, ImageReference image) {
    String answer =
        console.readLine("%s is not signed. Use it all the same? [y/N] ", image.wholeName());
    return answer != null && YES.contains(answer.strip().toLowerCase(Locale.ROOT));
  }
}
