package dev.lading.trust.publish;

import dev.lading.trust.Role;
import dev.lading.trust.canonical.FileJson;
import dev.lading.trust.canonical.Json;
import dev.lading.trust.publish.UpdateResult.Refused;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Ends an update from within a step; becomes the result at {@link Publishing}. */
final class RefusedUpdate extends RuntimeException {
  /** Clients read 1024 bytes of the whole answer. */
  private static final int LONGEST_TEXT = 700;

  private final transient Refused refused;

  private RefusedUpdate(UpdateError error, Optional<Json> detail) {
    super(error.message());
    this.refused = new Refused(error, detail);
  }

  static RefusedUpdate of(UpdateError error) {
    return new RefusedUpdate(error, Optional.empty());
  }

  static RefusedUpdate role(String name) {
    return new RefusedUpdate(UpdateError.INVALID_ROLE, Optional.of(new Json.Str(shortened(name))));
  }

  static RefusedUpdate version() {
    return new RefusedUpdate(UpdateError.VERSION, Optional.of(new Json.Obj(Map.of())));
  }

  /** A rule that is about no one file. */
  static RefusedUpdate rule(String message) {
    return invalid("ErrValidation", Map.of("Msg", message));
  }

  static RefusedUpdate bad(Role role, String message) {
    String name =
        switch (role) {
          case Role.Root root -> "ErrBadRoot";
          case Role.TargetsRole targets -> "ErrBadTargets";
          case Role.Snapshot snapshot -> "ErrBadSnapshot";
          case Role.Timestamp timestamp -> "ErrValidation";
        };
    return invalid(name, Map.of("Msg", message));
  }

  static RefusedUpdate snapshotMissing() {
    return invalid(
        "ErrBadHierarchy",
        Map.of(
            "Missing",
            "snapshot",
            "Msg",
            "no snapshot was included in update and server does not hold current snapshot key for"
                + " repository"));
  }

  Refused refused() {
    return refused;
  }

  private static RefusedUpdate invalid(String name, Map<String, String> error) {
    Map<String, Json> members = new HashMap<>();
    error.forEach((key, text) -> members.put(key, new Json.Str(shortened(text))));
    return new RefusedUpdate(
        UpdateError.INVALID_UPDATE,
        Optional.of(
            new Json.Obj(Map.of("Name", new Json.Str(name), "Error", new Json.Obj(members)))));
  }

  /** As long as it may be in the answer, where some characters take six bytes. */
  private static String shortened(String text) {
    int end = text.length();
    while (encodedLength(text.substring(0, end)) > LONGEST_TEXT) {
      end = text.offsetByCodePoints(Math.max(2, end * 3 / 4), -1);
    }
    return end == text.length() ? text : text.substring(0, end) + "...";
  }

  private static int encodedLength(String text) {
    return FileJson.text(new Json.Str(text)).getBytes(StandardCharsets.UTF_8).length;
  }
}
