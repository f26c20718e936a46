package dev.lading.auth.token.service;

import dev.lading.auth.Identity;
import java.util.Optional;
import java.util.Set;

/** Who has stored credentials at this moment. */
@FunctionalInterface
public interface Accounts {

  /**
   * @param who kind and name count; its groups are those of an earlier time
   * @return empty when there is no such account, or no longer
   */
  Optional<Account> find(Identity who);

  /**
   * @param identity with the groups it has now
   * @param stamps those of all credentials that are good now ({@link Login#stamp})
   */
  record Account(Identity identity, Set<String> stamps) {
    public Account {
      stamps = Set.copyOf(stamps);
    }

    @Override
    public String toString() {
      return "Account[" + identity + "]";
    }
  }
}
