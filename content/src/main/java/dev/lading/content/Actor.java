package dev.lading.content;

import java.util.Optional;

/**
 * On whose behalf something is done.
 *
 * @param principal the name of whoever authenticated; empty for anybody
 * @param requestId the request that asked for it; empty for the server's own work
 * @param address where the request came from; empty for the server's own work
 */
public record Actor(
    Optional<String> principal, Optional<String> requestId, Optional<String> address) {
  /** Bound for the length of one request, inside its own thread. */
  public static final ScopedValue<Actor> CURRENT = ScopedValue.newInstance();

  /** The server itself: background work. */
  public static final Actor SERVER =
      new Actor(Optional.empty(), Optional.empty(), Optional.empty());

  public static Actor current() {
    return CURRENT.orElse(SERVER);
  }
}
