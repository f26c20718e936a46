package dev.lading.server.exchange;

import java.util.function.Function;

/**
 * One row of the route table: what is asked, which rights it needs, who answers. Nothing is served
 * that is not a row, and no row is without rights.
 *
 * @param pattern a path with {@code <words>}; {@code <name>} may span several segments, the others
 *     one
 * @param need what this very request needs
 */
public record Route(Method method, String pattern, Function<Request, Need> need, Handler handler) {}
