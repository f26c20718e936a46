package dev.lading.server.trust;

import dev.lading.server.exchange.TrustError;
import dev.lading.server.exchange.TrustRefusal;
import dev.lading.trust.canonical.FileJson;
import dev.lading.trust.canonical.Json;
import dev.lading.trust.publish.UpdateError;
import dev.lading.trust.publish.UpdateResult.Refused;
import java.util.Map;
import java.util.Optional;

/** What a request is refused with, with the details that notary-server gives. */
final class Refusals {
  private static final Json NOTHING = new Json.Obj(Map.of());

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

  static TrustRefusal of(Refused refused) {
    return refusal(error(refused.error()), refused.detail());
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

  private static TrustRefusal refusal(TrustError error, Optional<Json> detail) {
    return new TrustRefusal(error, detail.map(FileJson::text));
  }
}
