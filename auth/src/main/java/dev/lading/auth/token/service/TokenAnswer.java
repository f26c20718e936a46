package dev.lading.auth.token.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lading.auth.token.Access;
import dev.lading.auth.token.TokenIssuer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What is answered to a request for a token.
 *
 * @param granted of what was asked for, what is allowed, perhaps nothing
 */
public record TokenAnswer(
    TokenIssuer.Issued issued, List<Access> granted, Optional<String> refreshToken) {
  private static final ObjectMapper JSON = new ObjectMapper();

  public TokenAnswer {
    granted = List.copyOf(granted);
  }

  /** What was granted, as scopes parted by spaces. */
  public String scope() {
    return granted.stream().map(Access::scope).collect(Collectors.joining(" "));
  }

  /**
   * The body of the answer, to GET and POST alike: old clients read {@code token}, those of OAuth
   * {@code access_token}.
   */
  public byte[] json() {
    ObjectNode answer = JSON.createObjectNode();
    answer.put("token", issued.token());
    answer.put("access_token", issued.token());
    answer.put("scope", scope());
    answer.put("expires_in", issued.lifetime().toSeconds());
    answer.put("issued_at", issued.at().toString());
    refreshToken.ifPresent(token -> answer.put("refresh_token", token));
    try {
      return JSON.writeValueAsBytes(answer);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts and numbers cannot be written", e);
    }
  }

  /** Without the tokens. */
  @Override
  public String toString() {
    return "TokenAnswer[" + scope() + "]";
  }
}
