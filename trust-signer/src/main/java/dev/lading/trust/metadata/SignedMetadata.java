package dev.lading.trust.metadata;

import dev.lading.trust.TrustException;
import dev.lading.trust.TrustException.EnvelopeInvalid;
import dev.lading.trust.canonical.CanonicalJson;
import dev.lading.trust.canonical.FileJson;
import dev.lading.trust.canonical.Json;
import dev.lading.trust.canonical.JsonReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One metadata file: its bytes, which other files name by hash, and what was decoded from them,
 * which signatures are over. The bytes are never written anew from what was decoded. Immutable.
 */
public final class SignedMetadata {
  /**
   * In one file. Real ones have one for each key that signs: one or two, after a rotation three.
   */
  public static final int MOST_SIGNATURES = 64;

  private final byte[] bytes;
  private final Json signed;
  private final List<Signature> signatures;

  private SignedMetadata(byte[] bytes, Json signed, List<Signature> signatures) {
    this.bytes = bytes;
    this.signed = signed;
    this.signatures = List.copyOf(signatures);
  }

  /**
   * Looks at the envelope alone, and at what every kind of metadata has. The caller bounds the
   * size.
   *
   * @throws TrustException.JsonInvalid when the bytes are not JSON, or not to be trusted as such
   * @throws EnvelopeInvalid when they are no signed metadata of any kind, or have more than {@link
   *     #MOST_SIGNATURES}
   */
  public static SignedMetadata read(byte[] bytes) {
    byte[] kept = bytes.clone();
    Fields envelope =
        Fields.of(JsonReader.read(kept), EnvelopeInvalid::new, "signed", "signatures");
    Json signed = envelope.get("signed");
    Common.read(signed, EnvelopeInvalid::new);
    List<Signature> signatures = envelope.list("signatures", Signature::read);
    if (signatures.size() > MOST_SIGNATURES) {
      throw envelope.refused(
          "%d signatures, at most %d are taken".formatted(signatures.size(), MOST_SIGNATURES));
    }
    return new SignedMetadata(kept, signed, signatures);
  }

  /** The file that notary would write. */
  public static SignedMetadata write(Metadata metadata, List<Signature> signatures) {
    Json signed = metadata.json();
    String file =
        signatures.stream()
            .map(signature -> FileJson.text(signature.json()))
            .collect(
                Collectors.joining(
                    ",", "{\"signed\":" + FileJson.text(signed) + ",\"signatures\":[", "]}"));
    return new SignedMetadata(file.getBytes(StandardCharsets.UTF_8), signed, signatures);
  }

  /** The file. */
  public byte[] bytes() {
    return bytes.clone();
  }

  public int length() {
    return bytes.length;
  }

  /** How other files name this one. */
  public FileMeta meta() {
    return FileMeta.of(bytes);
  }

  /** What signatures are over. */
  public byte[] canonical() {
    return CanonicalJson.encode(signed);
  }

  public List<Signature> signatures() {
    return signatures;
  }

  /** As the file has it; at least 1 once the file was read as its role's metadata. */
  public long version() {
    return Common.read(signed, EnvelopeInvalid::new).version();
  }

  Json signed() {
    return signed;
  }
}
