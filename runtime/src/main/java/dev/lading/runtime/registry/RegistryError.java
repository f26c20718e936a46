package dev.lading.runtime.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Optional;

/**
 * One error of a registry's answer. All of it is the registry's word: fit to be shown once {@link
 * #toString} has made it harmless, and never to be believed.
 *
 * @param code upper case by the specification, such as {@code MANIFEST_UNKNOWN}
 * @param detail anything; missing or null when there is none
 * @see <a
 *     href="https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#error-codes">OCI
 *     distribution-spec, error codes</a>
 */
public record RegistryError(String code, String message, JsonNode detail) {
  private static final int LONGEST_SHOWN = 1000;

  public static RegistryError of(String code, String message) {
    return new RegistryError(code, message, MissingNode.getInstance());
  }

  /** A text of the detail, if that is an object with one. */
  public Optional<String> detailText(String field) {
    JsonNode value = detail.path(field);
    return value.isTextual() ? Optional.of(value.textValue()) : Optional.empty();
  }

  /** Code and message on one line, without control characters, shortened. */
  @Override
  public String toString() {
    return printable(message.isEmpty() ? code : code + ": " + message);
  }

  /** Terminals obey what is printed on them. */
  static String printable(String text) {
    String shown = text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) + "..." : text;
    return shown.replaceAll("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]", "?");
  }
}
