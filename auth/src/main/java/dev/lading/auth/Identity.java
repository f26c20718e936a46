package dev.lading.auth;

import java.util.Set;

/** Whoever asks, as far as it was proven. */
public sealed interface Identity {
  /** What logs, tokens and events call it; empty for {@link Anonymous}. */
  String name();

  /** The groups it belongs to, in no order. */
  Set<String> groups();

  /** Nobody in particular: no credentials came. */
  record Anonymous() implements Identity {
    @Override
    public String name() {
      return "";
    }

    @Override
    public Set<String> groups() {
      return Set.of();
    }
  }

  /** A person or a workload: of the password file, a client certificate, or another issuer. */
  record User(String name, Set<String> groups) implements Identity {
    public User {
      groups = Set.copyOf(groups);
    }
  }

  /** Credentials that were made for a program. */
  record Robot(String name) implements Identity {
    @Override
    public Set<String> groups() {
      return Set.of();
    }
  }
}
