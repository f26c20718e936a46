package dev.lading.content.interleaving;

import dev.lading.storage.Key;
import dev.lading.storage.ListedObject;
import dev.lading.storage.ObjectInfo;
import dev.lading.storage.memory.MemoryDriver;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A real driver, with what has no key beside it. For one thread. */
final class LiveSite implements Site {
  private final Map<String, Object> named = new HashMap<>();
  private final MemoryDriver driver =
      new MemoryDriver(() -> Times.START.plusNanos(Times.STORE.nanos(this)));

  /** With all that is in the world, as old as it is there. */
  static LiveSite of(World world) {
    LiveSite site = new LiveSite();
    for (String name : world.beginningWith("")) {
      Object value = world.get(name).orElseThrow();
      if (value instanceof Stored(Bytes bytes, long nanos)) {
        site.put(Times.STORE.clock(), nanos);
        site.write(new Key(name), bytes);
      }
    }
    site.named.clear();
    world.beginningWith("@").forEach(name -> site.put(name, world.get(name).orElseThrow()));
    return site;
  }

  @Override
  public Optional<Object> get(String name) {
    return Optional.ofNullable(named.get(name));
  }

  @Override
  public List<String> names(String start) {
    return named.keySet().stream().filter(each -> each.startsWith(start)).sorted().toList();
  }

  @Override
  public void put(String name, Object value) {
    named.put(name, value);
  }

  @Override
  public void remove(String name) {
    named.remove(name);
  }

  @Override
  public Optional<ObjectInfo> find(Key key) {
    return driver.find(key);
  }

  @Override
  public Optional<Bytes> read(Key key) {
    return driver.read(key, Integer.MAX_VALUE).map(Bytes::of);
  }

  @Override
  public void write(Key key, Bytes bytes) {
    driver.write(key, bytes.toArray());
  }

  @Override
  public void delete(Key key) {
    driver.delete(key);
  }

  @Override
  public List<ListedObject> list(Key prefix) {
    return driver.list(prefix, Optional.empty(), Integer.MAX_VALUE);
  }

  /** As after a crash. */
  void forget(Operation killed) {
    named.keySet().removeIf(each -> each.startsWith(Steps.memory(killed.process())));
    named
        .entrySet()
        .removeIf(
            each ->
                each.getKey().startsWith(SteppedLock.ALL) && each.getValue().equals(killed.name()));
  }
}
