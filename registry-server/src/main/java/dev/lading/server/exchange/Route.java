package dev.lading.server.exchange;

import java.util.function.Function;

/**
 * One row of the route table: what is asked, which rights it needs, who answers. Nothing is served
 * that is not a row, and no row is without rights.
 *
 * @param pattern a path with {@code <words>}; {@code <name>} may span several segments, {@code
 *     <file>} all that are left, the others one
 * @param need what this very request needs
 * @param dialect of all errors, those of the gate as well
 */
public record Route(
    Method method, String pattern, Function<Request, Need> need, Handler handler, Dialect dialect) {

  /** A row of the distribution API, or one that has no errors of its own. */
  public Route(Method method, String pattern, Function<Request, Need> need, Handler handler) {
    this(method, pattern, need, handler, Dialect.OCI);
  }
}
