package dev.lading.content.interleaving;

import dev.lading.storage.Key;
import java.util.List;

/**
 * The way to a store that is interrupted once: removals that are sent meanwhile are not confirmed,
 * and reach the store together, at any later moment.
 */
final class Network {
  private static final String CUT = "@network/cut";

  /** Below this are the keys of what is on its way, and until when it may arrive. */
  private static final String SENT = "@network/sent/";

  private Network() {}

  /**
   * Interrupts it, and then has arrive what was sent.
   *
   * @param below prefix of all that may be removed
   */
  static void interrupt(Steps steps, String below) {
    steps.take(new Call("cut", "network", "", Footprint.writing(CUT), Network::cut));
    Footprint arriving =
        Footprint.reading(SENT, Times.STORE.clock()).and(Footprint.writing(CUT, SENT, below));
    steps.take(new Call("mend", "network", "", arriving, Network::arrive));
  }

  /** What the sending of a removal looks at and changes. */
  static Footprint sending(Key key) {
    return Footprint.reading(CUT, Times.STORE.clock())
        .and(Footprint.writing(SENT + key.path(), key.path()));
  }

  /**
   * Removes an object, now or later, unless that is too late by then.
   *
   * @param end in nanoseconds of the store's clock
   * @return whether it is confirmed
   */
  static boolean send(Site site, Key key, long end) {
    if (site.get(CUT).isEmpty()) {
      return remove(site, key, end);
    }
    site.put(SENT + key.path(), end);
    return false;
  }

  private static Object cut(Site site) {
    site.put(CUT, 1L);
    return "";
  }

  private static Object arrive(Site site) {
    List<String> sent = List.copyOf(site.names(SENT));
    for (String name : sent) {
      long end = (Long) site.get(name).orElseThrow();
      remove(site, new Key(name.substring(SENT.length())), end);
      site.remove(name);
    }
    site.remove(CUT);
    return sent;
  }

  private static boolean remove(Site site, Key key, long end) {
    boolean isInTime = Times.STORE.nanos(site) <= end;
    if (isInTime) {
      site.delete(key);
    }
    return isInTime;
  }
}
