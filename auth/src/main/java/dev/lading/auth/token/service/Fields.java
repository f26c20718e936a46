package dev.lading.auth.token.service;

import dev.lading.auth.token.Scopes;
import dev.lading.auth.token.TokenScope;
import dev.lading.auth.token.service.RequestRefused.Fault;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The decoded fields of a query or a form. An empty one counts as absent, but for passwords. */
final class Fields {
  private static final int LENGTH_LIMIT = 1024;

  /** Passwords and tokens; a token of another issuer may be long. */
  private static final int SECRET_LIMIT = 16 * 1024;

  private static final String TOKEN_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";

  private final Map<String, List<String>> fields;

  Fields(Map<String, List<String>> fields) {
    this.fields = fields;
  }

  Optional<String> find(String name) {
    return find(name, LENGTH_LIMIT).filter(value -> !value.isEmpty());
  }

  String get(String name, Fault missing) {
    return find(name).orElseThrow(() -> new RequestRefused(missing, "the field " + name));
  }

  List<TokenScope> scopes() {
    return Scopes.parse(fields.getOrDefault("scope", List.of()))
        .orElseThrow(() -> new RequestRefused(Fault.TOO_MANY_SCOPES, "too many scopes"));
  }

  Grant grant() {
    String type = get("grant_type", Fault.GRANT_TYPE_MISSING);
    return switch (type) {
      case "password" ->
          new Grant.Password(get("username", Fault.CREDENTIALS_MISSING), secret("password"));
      case "refresh_token" -> new Grant.Refresh(secret("refresh_token"));
      case TOKEN_EXCHANGE -> new Grant.Exchange(secret("subject_token"));
      default -> throw new RequestRefused(Fault.GRANT_TYPE_UNSUPPORTED, "the grant type");
    };
  }

  private String secret(String name) {
    return find(name, SECRET_LIMIT)
        .orElseThrow(() -> new RequestRefused(Fault.CREDENTIALS_MISSING, "the field " + name));
  }

  /** Two values of one field: which of them counts, one party would guess wrong. */
  private Optional<String> find(String name, int limit) {
    List<String> values = fields.getOrDefault(name, List.of());
    if (values.size() > 1) {
      throw new RequestRefused(Fault.FIELD_REPEATED, "the field " + name);
    }
    if (!values.isEmpty() && values.getFirst().length() > limit) {
      throw new RequestRefused(Fault.FIELD_TOO_LONG, "the field " + name);
    }
    return values.stream().findFirst();
  }
}
