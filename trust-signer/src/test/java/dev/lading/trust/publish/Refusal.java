package dev.lading.trust.publish;

import dev.lading.trust.canonical.FileJson;
import dev.lading.trust.canonical.Json;
import dev.lading.trust.publish.UpdateResult.Accepted;
import dev.lading.trust.publish.UpdateResult.Refused;
import java.util.Map;

/** A result on one line, as tables of tests have it: {@code CODE name: message}. */
final class Refusal {
  private Refusal() {}

  static String of(UpdateResult result) {
    return switch (result) {
      case Accepted accepted -> "accepted";
      case Refused refused ->
          (refused.error() + " " + refused.detail().map(Refusal::detail).orElse("")).strip();
    };
  }

  private static String detail(Json detail) {
    if (detail instanceof Json.Obj(Map<String, Json> members)
        && members.get("Name") instanceof Json.Str(String name)
        && members.get("Error") instanceof Json.Obj(Map<String, Json> error)
        && error.get("Msg") instanceof Json.Str(String message)) {
      String missing = error.containsKey("Missing") ? " [" + error.get("Missing") + "]" : "";
      return name + ": " + message + missing;
    }
    return FileJson.text(detail);
  }
}
