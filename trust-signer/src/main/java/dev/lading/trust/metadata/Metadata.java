package dev.lading.trust.metadata;

import dev.lading.trust.MetadataVersion;
import dev.lading.trust.canonical.Json;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** What one file says, whoever signed it. */
public sealed interface Metadata permits RootMetadata, TargetsMetadata, ServerMetadata {
  MetadataVersion version();

  /** The first moment at which this is no longer to be believed. */
  Instant expires();

  /** What is to be signed. */
  Json.Obj json();

  static Json.Obj json(String type, Metadata metadata, Map<String, Json> more) {
    Map<String, Json> members = new HashMap<>(more);
    members.put("_type", new Json.Str(type));
    members.put("expires", new Json.Str(Timestamps.text(metadata.expires())));
    members.put("version", new Json.Num(metadata.version().number()));
    return new Json.Obj(members);
  }
}
