package dev.lading.trust.metadata;

import dev.lading.trust.TrustException;
import dev.lading.trust.canonical.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The known members of one JSON object. Lists and maps may be null, as notary writes empty ones now
 * and then; unknown members are passed over, for the signature covers them.
 *
 * <p>DEVIATION: notary takes {@code Version} for {@code version}; an object with a known name in
 * another case is refused here.
 */
final class Fields {
  private final Map<String, Json> members;
  private final Function<String, TrustException> refusal;

  private Fields(Map<String, Json> members, Function<String, TrustException> refusal) {
    this.members = members;
    this.refusal = refusal;
  }

  /**
   * @param refusal what to throw, made from a message
   */
  static Fields of(Json value, Function<String, TrustException> refusal, String... known) {
    if (!(value instanceof Json.Obj(Map<String, Json> members))) {
      throw refusal.apply("not an object");
    }
    for (String name : members.keySet()) {
      for (String each : known) {
        if (name.equalsIgnoreCase(each) && !name.equals(each)) {
          throw refusal.apply("member " + name + " instead of " + each);
        }
      }
    }
    return new Fields(members, refusal);
  }

  TrustException refused(String message) {
    return refusal.apply(message);
  }

  /** Absent when null, too. */
  Optional<Json> find(String name) {
    return Optional.ofNullable(members.get(name)).filter(value -> !(value instanceof Json.Null));
  }

  Json get(String name) {
    return find(name).orElseThrow(() -> refusal.apply("no " + name));
  }

  String text(String name) {
    return asText(name, get(name));
  }

  Optional<String> findText(String name) {
    return find(name).map(value -> asText(name, value));
  }

  /** Zero when absent. */
  long number(String name) {
    return switch (find(name).orElse(new Json.Num(0))) {
      case Json.Num(long number) -> number;
      default -> throw refusal.apply(name + " is not a number");
    };
  }

  boolean flag(String name) {
    return switch (find(name).orElse(new Json.Bool(false))) {
      case Json.Bool(boolean flag) -> flag;
      default -> throw refusal.apply(name + " is not true or false");
    };
  }

  <T> List<T> list(String name, Function<Json, T> element) {
    return switch (find(name).orElse(new Json.Arr(List.of()))) {
      case Json.Arr(List<Json> elements) -> elements.stream().map(element).toList();
      default -> throw refusal.apply(name + " is not a list");
    };
  }

  List<String> texts(String name) {
    return list(name, value -> asText(name, value));
  }

  /** In the order of the file. */
  <V> Map<String, V> map(String name, BiFunction<String, Json, V> value) {
    if (!(find(name).orElse(new Json.Obj(Map.of())) instanceof Json.Obj(Map<String, Json> all))) {
      throw refusal.apply(name + " is not an object");
    }
    Map<String, V> read = new LinkedHashMap<>();
    all.forEach((key, json) -> read.put(key, value.apply(key, json)));
    return read;
  }

  private String asText(String name, Json value) {
    return switch (value) {
      case Json.Str(String text) -> text;
      default -> throw refusal.apply(name + " is not a string");
    };
  }
}
