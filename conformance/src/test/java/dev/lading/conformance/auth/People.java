package dev.lading.conformance.auth;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/**
 * Who there is, and what they may do: Alice everything below {@code team-a} and {@code public}, Bob
 * pull below {@code team-a}, Dave pull and push there, everybody pull below {@code public}.
 */
enum People {
  ALICE("alice", "wonderland-47-rabbit"),
  BOB("bob", "builder-11-hammer"),
  DAVE("dave", "singer-23-winter");

  private static final int CHEAP = 5;

  private final String login;
  private final String password;

  People(String login, String password) {
    this.login = login;
    this.password = password;
  }

  String login() {
    return login;
  }

  String password() {
    return password;
  }

  /** As {@code --creds} takes it. */
  String creds() {
    return login + ":" + password;
  }

  String basic() {
    return HttpsClient.basic(login, password);
  }

  /** What these rules say, for a token server that has none. */
  static boolean allows(String login, String repository, String action) {
    boolean isPull = action.equals("pull");
    boolean isAlice = login.equals(ALICE.login);
    if (repository.startsWith("public/")) {
      return isPull || isAlice;
    }
    boolean isDaves = login.equals(DAVE.login) && (isPull || action.equals("push"));
    return repository.startsWith("team-a/")
        && (isAlice || isDaves || (isPull && login.equals(BOB.login)));
  }

  /** {@code auth.access}. */
  static List<Map<String, Object>> rules() {
    return List.of(
        Map.of("who", "anonymous", "may", List.of("pull"), "on", "public/**"),
        Map.of(
            "who",
            "user:" + ALICE.login,
            "may",
            List.of("pull", "push", "delete", "sign"),
            "on",
            List.of("team-a/**", "public/**")),
        Map.of("who", "user:" + BOB.login, "may", List.of("pull"), "on", "team-a/**"),
        Map.of("who", "user:" + DAVE.login, "may", List.of("pull", "push"), "on", "team-a/**"));
  }

  static String htpasswd() {
    return ALICE.line() + BOB.line() + DAVE.line();
  }

  private String line() {
    return line(login, password);
  }

  /** One line of an htpasswd file. */
  static String line(String login, String password) {
    byte[] salt = new byte[16];
    new SecureRandom().nextBytes(salt);
    byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
    return login + ":" + OpenBSDBCrypt.generate("2y", bytes, salt, CHEAP) + "\n";
  }
}
