package dev.lading.conformance.bench.row;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lading.conformance.bench.server.Server;
import dev.lading.conformance.bench.server.Tree;
import dev.lading.conformance.bench.wire.Body;
import dev.lading.conformance.bench.wire.Connection;
import dev.lading.conformance.bench.wire.Request;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/** The one user there is, and how requests say so. */
final class Account {
  static final String NAME = "bench";

  private static final String PASSWORD = "bench password";

  /** What {@code htpasswd -B} and we ourselves would take at the least. */
  private static final int COST = 10;

  private Account() {}

  /** The htpasswd file. */
  static String users() {
    byte[] salt = new byte[16];
    new SecureRandom().nextBytes(salt);
    return NAME + ":" + OpenBSDBCrypt.generate("2y", PASSWORD.getBytes(UTF_8), salt, COST) + "\n";
  }

  static Map<String, String> byPassword() {
    return basic(NAME, PASSWORD);
  }

  /** Asks for a token that is good for the whole run. */
  static Map<String, String> byToken(Server server) throws IOException {
    String path = "/auth/token?service=lading&scope=repository:" + Tree.PUSHED + ":pull";
    try (Connection connection = server.connect()) {
      byte[] answer =
          connection
              .exchange(new Request("GET", path, byPassword(), Body.none()))
              .expect(200)
              .body();
      String token = new ObjectMapper().readTree(answer).path("token").asText();
      return Map.of("Authorization", "Bearer " + token);
    }
  }

  static Map<String, String> basic(String name, String password) {
    byte[] pair = (name + ":" + password).getBytes(UTF_8);
    return Map.of("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
  }
}
