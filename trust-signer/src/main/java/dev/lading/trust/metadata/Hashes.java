package dev.lading.trust.metadata;

import dev.lading.content.Algorithm;
import dev.lading.content.Digest;
import dev.lading.trust.canonical.Json;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Hashes of one file or target. Of algorithms that are not known here there may be any number; they
 * are carried along and prove nothing.
 *
 * @param encoded base64 by the algorithm's name
 */
public record Hashes(Map<String, String> encoded) {
  private static final List<Algorithm> KNOWN = List.of(Algorithm.SHA256, Algorithm.SHA512);

  public Hashes {
    encoded = Map.copyOf(encoded);
    encoded.values().forEach(value -> Base64.getDecoder().decode(value));
  }

  /** By both algorithms, as notary does. */
  public static Hashes of(byte[] bytes) {
    Map<String, String> encoded = new LinkedHashMap<>();
    for (Algorithm algorithm : KNOWN) {
      Digest digest = Digest.of(algorithm, bytes);
      byte[] hash = HexFormat.of().parseHex(digest.hex());
      encoded.put(algorithm.id(), Base64.getEncoder().encodeToString(hash));
    }
    return new Hashes(encoded);
  }

  /** Those that can be checked: of known algorithms, and of the right length. */
  public List<Digest> digests() {
    List<Digest> digests = new ArrayList<>();
    for (Algorithm algorithm : KNOWN) {
      hex(algorithm)
          .filter(hex -> hex.length() == algorithm.hexLength())
          .ifPresent(hex -> digests.add(new Digest(algorithm, hex)));
    }
    return digests;
  }

  public Optional<Digest> sha256() {
    return digests().stream().filter(digest -> digest.algorithm() == Algorithm.SHA256).findFirst();
  }

  /**
   * What is wrong with these, in notary's words: a length, or that none is of a known algorithm.
   */
  Optional<String> fault() {
    for (Algorithm algorithm : KNOWN) {
      if (hex(algorithm).filter(hex -> hex.length() != algorithm.hexLength()).isPresent()) {
        return Optional.of(algorithm.id() + " checksum invalid");
      }
    }
    return digests().isEmpty()
        ? Optional.of("at least one supported hash needed")
        : Optional.empty();
  }

  /**
   * A known algorithm of these whose hash of the bytes is another, and the hash that was expected.
   */
  Optional<Map.Entry<String, String>> mismatch(byte[] bytes) {
    for (Algorithm algorithm : KNOWN) {
      Optional<String> expected = hex(algorithm);
      if (expected.isPresent() && !expected.get().equals(Digest.of(algorithm, bytes).hex())) {
        return Optional.of(Map.entry(algorithm.id(), expected.get()));
      }
    }
    return Optional.empty();
  }

  Json.Obj json() {
    Map<String, Json> members = new LinkedHashMap<>();
    encoded.forEach((algorithm, hash) -> members.put(algorithm, new Json.Str(hash)));
    return new Json.Obj(members);
  }

  private Optional<String> hex(Algorithm algorithm) {
    return Optional.ofNullable(encoded.get(algorithm.id()))
        .map(base64 -> HexFormat.of().formatHex(Base64.getDecoder().decode(base64)));
  }
}
