package dev.lading.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A realistic record, as a module above would have it: it reads all that a first server needs. */
record ServerSettings(Http http, Store store, Log log, Limits limits, Durability durability) {

  enum Durability {
    STRICT,
    RELAXED
  }

  enum Level {
    ERROR,
    WARN,
    INFO,
    DEBUG
  }

  enum Formatter {
    TEXT,
    JSON,
    LOGSTASH
  }

  record Http(
      HostPort address,
      Optional<String> host,
      String prefix,
      Optional<String> secret,
      boolean relativeUrls,
      Duration drainTimeout,
      Map<String, List<String>> headers,
      boolean http2Disabled,
      boolean h2c,
      Optional<HostPort> debug) {

    static Http from(Section http) {
      http.section("debug").section("prometheus").flag("enabled", false);
      return new Http(
          http.value("addr", "127.0.0.1:5000", HostPort::parse),
          http.text("host"),
          http.text("prefix", "/"),
          http.secret("secret"),
          http.flag("relativeurls", true),
          http.duration("draintimeout", Duration.ofSeconds(60)),
          http.textLists("headers"),
          http.section("http2").flag("disabled", false),
          http.section("h2c").flag("enabled", true),
          http.section("debug").optional("addr", HostPort::parse));
    }
  }

  record HostPort(String host, int port) {
    static HostPort parse(String text) {
      int colon = text.lastIndexOf(':');
      if (colon < 0 || !text.substring(colon + 1).matches("[0-9]{1,5}")) {
        throw new IllegalArgumentException("is not a host:port; write for example 127.0.0.1:5000");
      }
      return new HostPort(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    }
  }

  record Store(
      String driver,
      Optional<String> root,
      boolean deletes,
      boolean readOnly,
      Purging purging,
      long catalogPage,
      long tagsPage) {

    static Store from(Section root) {
      Section storage = root.section("storage");
      String driver = storage.exactlyOne("filesystem", "s3", "inmemory");
      Section maintenance = storage.section("maintenance");
      return new Store(
          driver,
          root(storage, driver),
          storage.section("delete").flag("enabled", false),
          maintenance.section("readonly").flag("enabled", false),
          Purging.from(maintenance.section("uploadpurging")),
          root.section("catalog").number("maxentries", 1000, 1, 10_000),
          root.section("tags").number("maxtags", 1000, 1, 10_000));
    }

    private static Optional<String> root(Section storage, String driver) {
      Section section = storage.section(driver);
      return switch (driver) {
        case "filesystem" -> Optional.of(section.text("rootdirectory", "/var/lib/registry"));
        case "s3" -> {
          S3_KEYS.forEach(section::text);
          yield section.text("rootdirectory");
        }
        default -> Optional.empty();
      };
    }

    private static final List<String> S3_KEYS =
        List.of(
            "accesskey",
            "secretkey",
            "region",
            "regionendpoint",
            "bucket",
            "forcepathstyle",
            "accelerate",
            "encrypt",
            "keyid",
            "secure",
            "v4auth",
            "chunksize",
            "usedualstack",
            "usefipsendpoint");
  }

  record Purging(boolean enabled, Duration age, Duration interval, boolean dryRun) {
    static Purging from(Section purging) {
      return new Purging(
          purging.flag("enabled", true),
          purging.duration("age", Duration.ofHours(168)),
          purging.duration("interval", Duration.ofHours(24)),
          purging.flag("dryrun", false));
    }
  }

  record Log(Level level, Formatter formatter, Map<String, String> fields, boolean accessLog) {
    static Log from(Section log) {
      return new Log(
          log.choice("level", Level.INFO),
          log.choice("formatter", Formatter.TEXT),
          log.textMap("fields"),
          !log.section("accesslog").flag("disabled", false));
    }
  }

  record Limits(DataSize manifest, long uploads) {
    static Limits from(Section limits) {
      return new Limits(
          limits.size("manifest", DataSize.ofMiB(4)), limits.number("uploads", 200, 1, 100_000));
    }
  }

  static ServerSettings from(Section root) {
    return new ServerSettings(
        Http.from(root.section("http")),
        Store.from(root),
        Log.from(root.section("log")),
        Limits.from(root.section("limits")),
        root.choice("durability", Durability.STRICT));
  }
}
