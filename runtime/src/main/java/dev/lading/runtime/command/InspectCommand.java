package dev.lading.runtime.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lading.content.Tag;
import dev.lading.runtime.command.TrustReport.Part;
import dev.lading.runtime.command.TrustReport.SignedTag;
import dev.lading.runtime.command.TrustReport.Signer;
import dev.lading.runtime.command.TrustReport.Skipped;
import dev.lading.runtime.registry.ImageReference;
import dev.lading.runtime.trust.TrustFailure.NotPossible;
import dev.lading.runtime.trust.VerifiedTrust;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.OptionSpec;

/** {@code lading trust inspect}. */
final class InspectCommand extends RepositoryCommand {
  private final Supplier<Boolean> json =
      syntax().flag(OptionSpec.builder("--json").description("Prints one JSON object."));

  private final Supplier<String> reference = syntax().parameter(String.class, "REPOSITORY[:TAG]");

  InspectCommand(Surroundings surroundings) {
    super(
        surroundings,
        "Verifies a repository's trust data, and shows who signed which tag. A tag that is named and"
            + " not signed is a failure.");
    syntax()
        .footer(
            "Example: lading trust inspect localhost:5000/team/app",
            "     or: lading trust inspect --json localhost:5000/team/app:1.0");
  }

  @Override
  ImageReference image() {
    return tagged(reference.get());
  }

  @Override
  void talk(Session session) {
    VerifiedTrust trust = session.read();
    Optional<Tag> tag = image().tag();
    TrustReport report = TrustReport.of(trust, tag);
    out().print(json.get() ? json(report) : text(report));
    out().flush();
    if (tag.isPresent() && report.tags().isEmpty()) {
      throw new NotPossible(trust.gun(), tag.get() + " is not signed");
    }
  }

  private static String json(TrustReport report) {
    try {
      return new ObjectMapper().writeValueAsString(report) + System.lineSeparator();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a report is made of texts and numbers", e);
    }
  }

  private static String text(TrustReport report) {
    List<String> lines = new ArrayList<>();
    lines.add(report.repository() + ", to be believed until " + report.expires());
    for (Part part : report.parts()) {
      lines.add(
          "%-12s version %d, until %s".formatted(part.role(), part.version(), part.expires()));
    }
    lines.add("root key     " + String.join(", ", report.rootKeys()));
    lines.add("targets key  " + String.join(", ", report.targetsKeys()));
    for (Signer signer : report.signers()) {
      lines.add("signer       " + signer.name() + ": " + String.join(", ", signer.keys()));
    }
    for (Skipped skipped : report.skipped()) {
      lines.add("left out     " + skipped.role() + ": " + skipped.reason());
    }
    for (SignedTag tag : report.tags()) {
      lines.add(tag.tag() + "  " + tag.digest() + "  " + String.join(", ", tag.roles()));
    }
    if (report.tags().isEmpty()) {
      lines.add("nothing is signed");
    }
    return lines.stream()
        .map(Lines::printable)
        .map(line -> line + System.lineSeparator())
        .collect(Collectors.joining());
  }
}
