package dev.lading.server.trust;

import dev.lading.server.exchange.Hostnames;
import dev.lading.server.exchange.TrustError;
import dev.lading.server.exchange.TrustRefusal;
import dev.lading.trust.canonical.FileJson;
import dev.lading.trust.canonical.Json;
import dev.lading.trust.publish.UpdateError;
import dev.lading.trust.publish.UpdateResult.Refused;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a request is refused with, with the details that notary-server gives. */
final class Refusals {
  private static final Json NOTHING = new Json.Obj(Map.of());

  /** Of names as long as they get; clients read 1024 bytes. */
  private static final int FEW = 3;

  private Refusals() {}

  /** There is no such metadata. */
  static TrustRefusal notFound() {
    return refusal(TrustError.METADATA_NOT_FOUND, Optional.of(NOTHING));
  }

  /** There never is anything of that name. */
  static TrustRefusal unknownName() {
    return refusal(TrustError.METADATA_NOT_FOUND, Optional.empty());
  }

  static TrustRefusal malformedUpload() {
    return refusal(TrustError.MALFORMED_UPLOAD, Optional.empty());
  }

  static TrustRefusal of(TrustError error, String detail) {
    return refusal(error, Optional.of(new Json.Str(detail)));
  }

  /** Its clients show a text that is told as a rule, whatever the code, and no other. */
  static TrustRefusal notOurs(Hostnames hostnames) {
    String some = hostnames.names().stream().limit(FEW).collect(Collectors.joining(", "));
    String text =
        some.isEmpty()
            ? "no trust data is kept here"
            : "trust data is kept here for repositories of " + some;
    return refusal(TrustError.INVALID_GUN, Optional.of(rule(text)));
  }

  /**
   * DEVIATION: with VERSION, notary-server says nothing that its clients show. They keep what they
   * wanted to publish, so that to publish it again is all there is to do.
   */
  static TrustRefusal of(Refused refused) {
    TrustError error = error(refused.error());
    return error == TrustError.VERSION
        ? refusal(error, Optional.of(rule("somebody else has published since, publish again")))
        : refusal(error, refused.detail());
  }

  /** Somebody else's keys are needed to mend it. */
  static TrustRefusal beyondUs() {
    return refusal(TrustError.UNKNOWN, Optional.empty());
  }

  private static TrustError error(UpdateError error) {
    return switch (error) {
      case NO_FILENAME -> TrustError.NO_FILENAME;
      case INVALID_ROLE -> TrustError.INVALID_ROLE;
      case MALFORMED_JSON -> TrustError.MALFORMED_JSON;
      case MALFORMED_UPLOAD -> TrustError.MALFORMED_UPLOAD;
      case INVALID_UPDATE -> TrustError.INVALID_UPDATE;
      case VERSION -> TrustError.VERSION;
    };
  }

  private static Json rule(String text) {
    Json message = new Json.Obj(Map.of("Msg", new Json.Str(text)));
    return new Json.Obj(Map.of("Name", new Json.Str("ErrValidation"), "Error", message));
  }

  private static TrustRefusal refusal(TrustError error, Optional<Json> detail) {
    return new TrustRefusal(error, detail.map(FileJson::text));
  }
}
