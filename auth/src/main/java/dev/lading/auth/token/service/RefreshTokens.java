package dev.lading.auth.token.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lading.auth.Identity;
import dev.lading.storage.Seal;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/**
 * The refresh tokens that {@code docker login} keeps instead of a password. Nothing is stored: a
 * token is a sealed note of whose it is, for which service, and of a hash of the credential it was
 * given for. So every replica with the same sealing key takes it, and it is good until that
 * credential changes or goes, or it is too old. Safe for any number of threads.
 */
public final class RefreshTokens {
  /** So that tools that look for leaked secrets can know one. */
  private static final String PREFIX = "lading-refresh.";

  private static final int LENGTH_LIMIT = 4096;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Seal seal;
  private final Accounts accounts;
  private final Duration lifetime;
  private final InstantSource clock;

  /**
   * @param seal made for this purpose alone
   * @param lifetime after which somebody has to log in again
   */
  public RefreshTokens(Seal seal, Accounts accounts, Duration lifetime, InstantSource clock) {
    this.seal = seal;
    this.accounts = accounts;
    this.lifetime = lifetime;
    this.clock = clock;
  }

  /** Empty for whoever has no stored credential: there would be nothing to revoke it by. */
  Optional<String> issue(Login login, String service) {
    return login.stamp().map(stamp -> PREFIX + encoded(login.identity(), stamp, service));
  }

  /** Whose it is, by the account as it is now; empty when it is not, or no longer, good. */
  Optional<Login> redeem(String token, String service) {
    return token.startsWith(PREFIX) && token.length() <= LENGTH_LIMIT
        ? opened(token.substring(PREFIX.length()), service).flatMap(this::login)
        : Optional.empty();
  }

  private String encoded(Identity identity, String stamp, String service) {
    try {
      byte[] note =
          JSON.writeValueAsBytes(
              JSON.createObjectNode()
                  .put("robot", identity instanceof Identity.Robot)
                  .put("name", identity.name())
                  .put("stamp", hash(stamp))
                  .put("issued", clock.instant().getEpochSecond()));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(seal.seal(note, service));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts cannot be written", e);
    }
  }

  private Optional<JsonNode> opened(String text, String service) {
    try {
      Optional<byte[]> note = seal.open(Base64.getUrlDecoder().decode(text), service);
      return note.isPresent() ? Optional.of(JSON.readTree(note.get())) : Optional.empty();
    } catch (IllegalArgumentException | IOException e) {
      return Optional.empty();
    }
  }

  private Optional<Login> login(JsonNode note) {
    Instant issued = Instant.ofEpochSecond(note.path("issued").asLong());
    if (!clock.instant().isBefore(issued.plus(lifetime))) {
      return Optional.empty();
    }
    String name = note.path("name").asText();
    Identity who =
        note.path("robot").asBoolean()
            ? new Identity.Robot(name)
            : new Identity.User(name, Set.of());
    return accounts.find(who).flatMap(account -> login(account, note.path("stamp").asText()));
  }

  private static Optional<Login> login(Accounts.Account account, String hash) {
    return account.stamps().stream()
        .filter(stamp -> hash(stamp).equals(hash))
        .findFirst()
        .map(stamp -> new Login(account.identity(), Optional.of(stamp)));
  }

  private static String hash(String stamp) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return Base64.getEncoder().encodeToString(digest.digest(stamp.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK lacks SHA-256", e);
    }
  }
}
