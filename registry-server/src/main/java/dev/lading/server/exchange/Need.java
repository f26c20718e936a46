package dev.lading.server.exchange;

import java.util.List;
import java.util.stream.Stream;

/** What a request needs to be let in, as its row of the route table says. */
public sealed interface Need {

  /** Anybody may ask, and is not asked who it is. */
  record Nothing() implements Need {}

  /**
   * Somebody who has proven something, be it that nobody in particular may ask here. Clients find
   * out by this whether, and where, to log in.
   */
  record Login() implements Need {}

  /**
   * Rights on the trust data of a repository, which clients name by a GUN: the name of the registry
   * before that of the repository, as in {@code reg.example.com:5000/team/app}. A token is for the
   * GUN, word for word; rules are about the repository.
   *
   * @param gun as it came
   */
  record Trust(String gun, TrustAccess access) implements Need {

    /** What a token has to be asked for. */
    public List<Scope> scopes() {
      return access.asked().stream().map(action -> Scope.repository(gun, action)).toList();
    }
  }

  /**
   * Rights on resources.
   *
   * @param required all of them are needed
   * @param useful the request is served without them as well, but not in the same way
   */
  record Rights(List<Scope> required, List<Scope> useful) implements Need {
    public Rights {
      required = List.copyOf(required);
      useful = List.copyOf(useful);
    }

    public Rights(List<Scope> required) {
      this(required, List.of());
    }

    /** What a token has to be asked for, to be served in the best way. */
    public List<Scope> all() {
      return Stream.concat(required.stream(), useful.stream()).toList();
    }
  }
}
