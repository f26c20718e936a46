package dev.lading.runtime.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lading.runtime.keys.KeyLabel;
import dev.lading.runtime.keys.KeyListing;
import dev.lading.runtime.keys.UnusableKey;
import dev.lading.trust.key.KeyId;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine.Model.OptionSpec;

/** {@code lading trust key list}. */
final class KeyListCommand implements Command {
  private static final int FAILED = 1;

  private final Syntax syntax =
      new Syntax(
              this,
              "Lists the keys: ID, role, and the repository of those that have one. Ends with 1 if a"
                  + " file is of no use.")
          .footer("Example: lading trust key list --json");
  private final TrustOptions options = new TrustOptions(syntax);
  private final Supplier<Boolean> json =
      syntax.flag(OptionSpec.builder("--json").description("Prints one JSON array."));

  private final Surroundings surroundings;

  KeyListCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Syntax syntax() {
    return syntax;
  }

  @Override
  public Integer call() throws JsonProcessingException {
    KeyListing listing = options.folder(surroundings).list();
    Map<KeyId, KeyLabel> keys = listing.labels();
    PrintWriter out = syntax.out();
    if (json.get()) {
      List<Row> rows =
          keys.entrySet().stream().map(key -> row(key.getKey(), key.getValue())).toList();
      out.println(new ObjectMapper().writeValueAsString(rows));
    } else {
      keys.forEach(
          (id, label) ->
              out.println("%s  %s  %s".formatted(id, label.role(), label.gun().orElse(""))));
    }
    listing.unusable().forEach(this::tell);
    return listing.unusable().isEmpty() ? 0 : FAILED;
  }

  private void tell(UnusableKey unusable) {
    String next = ". Make it readable, put back a copy of it, or move it out of the folder.";
    syntax.err().println("lading: " + unusable.getMessage() + next);
  }

  /** One line of the list for scripts. */
  record Row(String id, String role, String repository) {}

  private static Row row(KeyId id, KeyLabel label) {
    return new Row(id.hex(), label.role(), label.gun().orElse(""));
  }
}
