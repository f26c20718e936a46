package dev.lading.content.interleaving;

import dev.lading.storage.Key;
import dev.lading.storage.ListedObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A world as a check sees it, and no more of it than the check said that it looks at. */
public final class View {
  private final Site site;
  private final List<String> watched;

  View(Site site, List<String> watched) {
    this.site = site;
    this.watched = watched;
  }

  public boolean has(Key key) {
    return site.find(watched(key.path(), key)).isPresent();
  }

  public Optional<byte[]> read(Key key) {
    return site.read(watched(key.path(), key)).map(Bytes::toArray);
  }

  public List<Key> keys(Key prefix) {
    return site.list(watched(prefix.path() + "/", prefix)).stream().map(ListedObject::key).toList();
  }

  public Instant now(Times clock) {
    return watched(clock.clock(), clock).instant(site);
  }

  public long fact(String name) {
    return Steps.get(site, watched(Steps.at(name), name));
  }

  private <T> T watched(String name, T value) {
    if (watched.stream().noneMatch(each -> covers(each, name))) {
      throw new IllegalArgumentException(name + " is not among what is watched");
    }
    return value;
  }

  private static boolean covers(String watched, String name) {
    return watched.endsWith("/") ? name.startsWith(watched) : name.equals(watched);
  }
}
