package dev.lading.server;

import static java.util.stream.Collectors.joining;

import dev.lading.auth.LoginName;
import dev.lading.auth.robots.Expiry;
import dev.lading.auth.robots.Robot;
import dev.lading.auth.robots.StoredSecret;
import dev.lading.server.RobotUses.Use;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a list says of one robot; nothing of its secrets but their times. */
record RobotRow(Robot robot, Use use, Instant now) {

  /** For programs. {@code lastUsed} is {@code never}, {@code unknown} or a moment. */
  Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", robot.name());
    fields.put("login", new LoginName.Robot(robot.name()).toString());
    fields.put("expires", robot.expires().toString());
    fields.put("expired", robot.expires().isOver(now));
    fields.put("secrets", robot.secrets().stream().map(RobotRow::fields).toList());
    fields.put("lastUsed", lastUsed());
    fields.put("comment", robot.comment());
    return fields;
  }

  @Override
  public String toString() {
    String comment = robot.comment().isEmpty() ? "" : "; " + Listing.shown(robot.comment());
    return "%s: %s; %s; %s%s"
        .formatted(robot.name(), end(robot.expires()), secrets(), use, comment);
  }

  private String secrets() {
    List<StoredSecret> all = robot.secrets();
    return switch (all.size()) {
      case 0 -> "no secret";
      case 1 -> "one secret" + limited(all.getFirst());
      default -> all.size() + " secrets" + all.stream().map(this::limited).collect(joining());
    };
  }

  private String limited(StoredSecret secret) {
    return secret.expires().equals(Expiry.NEVER)
        ? ""
        : " (one %s)".formatted(end(secret.expires()));
  }

  private String end(Expiry expires) {
    if (expires.equals(Expiry.NEVER)) {
      return "no end";
    }
    return (expires.isOver(now) ? "ended " : "until ") + expires;
  }

  private String lastUsed() {
    return switch (use) {
      case Use.At(Instant time) -> time.toString();
      case Use.Never _ -> "never";
      case Use.Unknown _ -> "unknown";
    };
  }

  private static Map<String, String> fields(StoredSecret secret) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("created", secret.created().toString());
    fields.put("expires", secret.expires().toString());
    return fields;
  }
}
