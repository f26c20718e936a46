package dev.lading.auth.token;

import dev.lading.auth.Identity;
import java.time.Instant;
import java.util.List;

/**
 * What a verified token says.
 *
 * @param subject whom it was issued to. Groups, and that it is a robot, are known of our own tokens
 *     only
 * @param access what it was issued for; a policy that changed since may allow less
 * @param expires when it stops to be good, but for the leeway between clocks
 */
public record Claims(Identity subject, List<Access> access, Instant expires) {
  public Claims {
    access = List.copyOf(access);
  }

  public boolean cover(String type, String name, String action) {
    for (Access one : access) {
      if (one.covers(type, name, action)) {
        return true;
      }
    }
    return false;
  }
}
