package dev.lading.content.interleaving;

import dev.lading.storage.Key;
import dev.lading.storage.ListedObject;
import dev.lading.storage.ObjectInfo;
import java.util.List;
import java.util.Optional;

/** A world that steps change by putting another in its place. For one thread. */
final class WorldSite implements Site {
  private final Timing timing;
  private World world;

  WorldSite(World world, Timing timing) {
    this.world = world;
    this.timing = timing;
  }

  World world() {
    return world;
  }

  @Override
  public Optional<Object> get(String name) {
    return world.get(name);
  }

  @Override
  public List<String> names(String start) {
    return world.beginningWith(start);
  }

  @Override
  public void put(String name, Object value) {
    world = world.with(name, value);
  }

  @Override
  public void remove(String name) {
    world = world.without(name);
  }

  @Override
  public Optional<ObjectInfo> find(Key key) {
    return stored(key).map(WorldSite::info);
  }

  @Override
  public Optional<Bytes> read(Key key) {
    return stored(key).map(Stored::bytes);
  }

  @Override
  public void write(Key key, Bytes bytes) {
    put(key.path(), new Stored(bytes, timing.isTimed(key) ? Times.STORE.nanos(this) : 0));
  }

  @Override
  public void delete(Key key) {
    remove(key.path());
  }

  @Override
  public List<ListedObject> list(Key prefix) {
    return world.beginningWith(prefix.path() + "/").stream().map(this::listed).toList();
  }

  private ListedObject listed(String name) {
    Key key = new Key(name);
    return new ListedObject(key, find(key).orElseThrow());
  }

  private Optional<Stored> stored(Key key) {
    return world.get(key.path()).map(Stored.class::cast);
  }

  private static ObjectInfo info(Stored stored) {
    return new ObjectInfo(stored.bytes().size(), Times.START.plusNanos(stored.nanos()));
  }
}
