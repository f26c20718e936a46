package dev.lading.trust;

import java.util.regex.Pattern;

/** What a metadata file is for, and what a key may sign. */
public sealed interface Role {
  Root ROOT = new Root();
  Targets TARGETS = new Targets();
  Snapshot SNAPSHOT = new Snapshot();
  Timestamp TIMESTAMP = new Timestamp();

  /** The name as it stands in a snapshot, in a path and in an upload: {@code targets/releases}. */
  String text();

  /** Names the keys of all other top-level roles, and its own. */
  record Root() implements Role {
    @Override
    public String text() {
      return "root";
    }

    @Override
    public String toString() {
      return text();
    }
  }

  /** A role whose keys a server may hold; it signs no tags. */
  sealed interface ServerRole extends Role {}

  /** Names the current file of every role but the timestamp. */
  record Snapshot() implements ServerRole {
    @Override
    public String text() {
      return "snapshot";
    }

    @Override
    public String toString() {
      return text();
    }
  }

  /** Names the current snapshot, and lives shortest. */
  record Timestamp() implements ServerRole {
    @Override
    public String text() {
      return "timestamp";
    }

    @Override
    public String toString() {
      return text();
    }
  }

  /** A role that signs tags: {@code targets} itself, or one that it delegates to. */
  sealed interface TargetsRole extends Role {
    /** Zero for {@code targets}, one for its delegations, and so on. */
    int depth();
  }

  /** The top of the roles that sign tags. */
  record Targets() implements TargetsRole {
    @Override
    public String text() {
      return "targets";
    }

    @Override
    public int depth() {
      return 0;
    }

    @Override
    public String toString() {
      return text();
    }
  }

  /** A role named by its parent, such as {@code targets/releases} by {@code targets}. */
  record Delegation(String text) implements TargetsRole {
    private static final int LONGEST = 255;
    private static final Pattern NAME = Pattern.compile("targets(?:/[-a-z0-9_]+)+");

    public Delegation {
      if (!isName(text)) {
        throw new TrustException.RoleInvalid(text);
      }
    }

    static boolean isName(String text) {
      return text.length() <= LONGEST && NAME.matcher(text).matches();
    }

    public TargetsRole parent() {
      String parent = text.substring(0, text.lastIndexOf('/'));
      return parent.equals(TARGETS.text()) ? TARGETS : new Delegation(parent);
    }

    @Override
    public int depth() {
      return (int) text.chars().filter(c -> c == '/').count();
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /**
   * @throws TrustException.RoleInvalid when the text names no role
   */
  static Role parse(String text) {
    return switch (text) {
      case "root" -> ROOT;
      case "targets" -> TARGETS;
      case "snapshot" -> SNAPSHOT;
      case "timestamp" -> TIMESTAMP;
      default -> new Delegation(text);
    };
  }
}
