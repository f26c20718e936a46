package dev.lading.server.exchange;

/**
 * The one door of authorisation and policy: asked for every request of every route before its
 * handler runs, on the request's own virtual thread.
 */
@FunctionalInterface
public interface Gate {
  /**
   * Lets a request in.
   *
   * @throws RequestException when it is refused
   */
  Caller admit(Request request, Need need);

  /**
   * First this gate, then the other one: who it is, this one says; the other one refuses, and takes
   * away what is switched off for everybody.
   */
  default Gate then(Gate other) {
    return (request, need) -> {
      Caller caller = admit(request, need);
      return caller.within(other.admit(request, need));
    };
  }
}
