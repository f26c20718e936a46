package dev.lading.conformance.api;

import dev.lading.conformance.support.LadingServer;
import dev.lading.conformance.support.Registry;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What Lading does under other configurations than that of {@link Tables}. */
final class Variants {
  private Variants() {}

  static List<Variant> all() {
    return List.of(
        Variant.of(
            "deletes disabled",
            Map.of("storage.delete.enabled", false),
            SwitchRows.deletesDisabled()),
        new Variant("read-only", Variants::readOnly, SwitchRows.readOnly()),
        Variant.of("immutable tags", StayingTagRows.SETTINGS, StayingTagRows.rows()),
        Variant.of("a collector's schedule", GarbageRows.SETTINGS, GarbageRows.rows()),
        Variant.of("small limits", LimitRows.SETTINGS, LimitRows.rows()),
        Variant.of("slow bodies", SlowRows.SETTINGS, SlowRows.rows()),
        Variant.of("idle connections", IdleRows.SETTINGS, IdleRows.rows()),
        Variant.of("a host", Map.of("http.host", "https://registry.example.com"), UrlRows.host()),
        Variant.of("a prefix", Map.of("http.prefix", "/registry/"), UrlRows.prefix()),
        Variant.of("absolute Locations", Map.of("http.relativeurls", false), UrlRows.absolute()),
        Variant.of(
            "absolute Locations behind a proxy",
            Map.of("http.relativeurls", false, "http.trustedproxies", List.of("127.0.0.0/8")),
            UrlRows.behindProxy()),
        Variant.of("a heap of 256 MiB", Map.of(), HeapRows.rows()),
        new Variant("few descriptors", IdleRows::withFewDescriptors, IdleRows.fewDescriptors()),
        new Variant("several listeners", UrlRows::severalListeners, UrlRows.listeners()),
        new Variant("a small disk", DiskRows::onSmallDisk, DiskRows.rows()));
  }

  static Stream<Row> rows() {
    Stream<Row> variants =
        Stream.concat(
                all().stream(),
                Stream.of(ForeignTreeVariants.adopted(), ForeignTreeVariants.givenBack()))
            .flatMap(variant -> variant.rows().stream());
    return Stream.of(variants, RedirectRows.rows().stream(), HeapRows.onS3().stream())
        .flatMap(rows -> rows);
  }

  /** With an image pushed before the store was made read-only. */
  private static Registry readOnly(LadingServer lading) {
    try (Registry writable = lading.start()) {
      SwitchRows.prepare(writable);
    }
    return lading.with("storage.maintenance.readonly.enabled", true).start();
  }
}
