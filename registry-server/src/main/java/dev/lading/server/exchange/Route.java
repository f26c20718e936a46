package dev.lading.server.exchange;

import java.util.List;
import java.util.function.Function;

/**
 * One row of the route table: what is asked, which rights it needs, who answers. Nothing is served
 * that is not a row, and no row is without rights.
 *
 * @param pattern a path with {@code <words>}; {@code <name>} may span several segments, the others
 *     one
 * @param scopes the rights that this very request needs; empty for what anyone may ask
 */
public record Route(
    Method method, String pattern, Function<Request, List<Scope>> scopes, Handler handler) {}
