package dev.lading.runtime.registry.login;

/** What somebody logs in with. None of it is ever shown. */
public sealed interface Credentials {

  /** A name and a password, or what stands for one. */
  record Password(String user, String secret) implements Credentials {
    public Password {
      if (user.indexOf(':') >= 0) {
        throw new IllegalArgumentException("a user's name has no colon");
      }
    }

    @Override
    public String toString() {
      return "password of " + user;
    }
  }

  /** What a token server gave instead of a password, to get tokens with. */
  record IdentityToken(String secret) implements Credentials {
    @Override
    public String toString() {
      return "identity token";
    }
  }

  /** A token for the registry itself. */
  record RegistryToken(String secret) implements Credentials {
    @Override
    public String toString() {
      return "registry token";
    }
  }
}
