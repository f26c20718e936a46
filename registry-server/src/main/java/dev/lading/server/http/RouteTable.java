package dev.lading.server.http;

import dev.lading.server.exchange.Method;
import dev.lading.server.exchange.Parameters;
import dev.lading.server.exchange.Route;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** All rows, arranged for finding the one that a request asks for. */
final class RouteTable {

  /** What the table says of a method and a path. */
  sealed interface Match {
    record Found(Route route, Parameters parameters) implements Match {}

    /** The path is there, but not with this method. */
    record MethodUnsupported(List<Method> allowed) implements Match {}

    record Unknown() implements Match {}
  }

  private record Row(RoutePattern pattern, Map<Method, Route> routes) {}

  private final List<Row> rows;
  private final String prefix;

  /**
   * @param prefix in front of every path, with a slash at both ends
   * @throws IllegalArgumentException when two routes have the same method and pattern
   */
  RouteTable(List<Route> routes, String prefix) {
    this.prefix = prefix;
    this.rows =
        routes.stream().collect(Collectors.groupingBy(Route::pattern)).entrySet().stream()
            .map(entry -> row(RoutePattern.parse(entry.getKey()), entry.getValue()))
            .sorted(Comparator.comparingInt((Row row) -> -row.pattern.literals()))
            .toList();
  }

  private static Row row(RoutePattern pattern, List<Route> routes) {
    Map<Method, Route> byMethod = new EnumMap<>(Method.class);
    for (Route route : routes) {
      if (byMethod.put(route.method(), route) != null) {
        throw new IllegalArgumentException("two routes for " + route.method() + " " + pattern);
      }
    }
    return new Row(pattern, byMethod);
  }

  /**
   * @param method as it came
   * @param path as it came, percent-encoded and without the query
   * @throws dev.lading.server.exchange.RequestException.TargetMalformed when a segment is not
   *     percent-encoded as it should be
   */
  Match match(String method, String path) {
    if (!path.startsWith(prefix)) {
      return new Match.Unknown();
    }
    SegmentedPath segments = new SegmentedPath(path, prefix.length() - 1);
    Set<Method> allowed = EnumSet.noneOf(Method.class);
    for (Row row : rows) {
      Optional<Parameters> parameters = row.pattern.match(segments);
      if (parameters.isPresent()) {
        Route route = known(method).map(row.routes::get).orElse(null);
        if (route != null) {
          return new Match.Found(route, parameters.get());
        }
        allowed.addAll(row.routes.keySet());
      }
    }
    return allowed.isEmpty()
        ? new Match.Unknown()
        : new Match.MethodUnsupported(new ArrayList<>(allowed));
  }

  private static Optional<Method> known(String method) {
    return switch (method) {
      case "GET" -> Optional.of(Method.GET);
      case "HEAD" -> Optional.of(Method.HEAD);
      case "POST" -> Optional.of(Method.POST);
      case "PUT" -> Optional.of(Method.PUT);
      case "PATCH" -> Optional.of(Method.PATCH);
      case "DELETE" -> Optional.of(Method.DELETE);
      default -> Optional.empty();
    };
  }
}
