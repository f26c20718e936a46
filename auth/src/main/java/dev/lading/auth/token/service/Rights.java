package dev.lading.auth.token.service;

import dev.lading.auth.Identity;

/** The policies, as far as granting needs them. */
@FunctionalInterface
public interface Rights {

  /**
   * @param type {@code repository} or {@code registry}
   * @param name as the scope has it, whatever a client wrote; a repository's may have a host before
   *     it (that is how Notary's clients name theirs)
   * @param action an action's text; for {@code registry} only the star
   */
  boolean allow(Identity who, String type, String name, String action);
}
