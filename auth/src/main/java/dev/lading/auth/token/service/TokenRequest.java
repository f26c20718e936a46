package dev.lading.auth.token.service;

import dev.lading.auth.token.TokenScope;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request for a token.
 *
 * @param service for whom it is to be; absent when the client named none
 * @param scopes what is asked for, perhaps nothing
 * @param account whom the client believes to be, which proves nothing
 * @param clientId what the client calls itself
 * @param offline whether a refresh token is wanted as well
 */
public record TokenRequest(
    Optional<String> service,
    List<TokenScope> scopes,
    Optional<String> account,
    Optional<String> clientId,
    boolean offline,
    Grant grant) {
  public TokenRequest {
    scopes = List.copyOf(scopes);
  }

  /**
   * Of the query of a GET.
   *
   * @param query decoded; unknown fields are ignored
   * @throws RequestRefused when a field is there twice or too long, or there are too many scopes
   */
  public static TokenRequest ofQuery(Map<String, List<String>> query) {
    Fields fields = new Fields(query);
    return new TokenRequest(
        fields.find("service"),
        fields.scopes(),
        fields.find("account"),
        fields.find("client_id"),
        fields.find("offline_token").filter("true"::equals).isPresent(),
        new Grant.Presented());
  }

  /**
   * Of the form of a POST.
   *
   * @param form decoded; unknown fields are ignored
   * @throws RequestRefused as above, and when a field is missing or the grant type unknown
   */
  public static TokenRequest ofForm(Map<String, List<String>> form) {
    Fields fields = new Fields(form);
    Grant grant = fields.grant();
    return new TokenRequest(
        Optional.of(fields.get("service", RequestRefused.Fault.SERVICE_MISSING)),
        fields.scopes(),
        fields.find("username"),
        Optional.of(fields.get("client_id", RequestRefused.Fault.CLIENT_ID_MISSING)),
        fields.find("access_type").filter("offline"::equals).isPresent(),
        grant);
  }
}
