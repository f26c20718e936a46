package dev.lading.gc;

import dev.lading.storage.Fence;
import dev.lading.storage.Key;
import dev.lading.storage.StorageDriver;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;

/** Drivers whose every call is told to a watcher first, which may note it or throw. */
final class Watched {
  private Watched() {}

  /** Told before a call; what it throws, the call throws. */
  @FunctionalInterface
  interface Watcher {
    /**
     * @param verb the driver's method, or {@code fenced} for a removal through a fence
     */
    void before(String verb, Key key);
  }

  static StorageDriver driver(StorageDriver driver, Watcher watcher) {
    return (StorageDriver)
        Proxy.newProxyInstance(
            StorageDriver.class.getClassLoader(),
            new Class<?>[] {StorageDriver.class},
            (_, method, arguments) -> {
              if (method.getName().equals("fence")) {
                return fence(driver.fence((Duration) arguments[0]), watcher);
              }
              if (arguments != null && arguments[0] instanceof Key key) {
                watcher.before(method.getName(), key);
              }
              try {
                return method.invoke(driver, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static Fence fence(Fence fence, Watcher watcher) {
    return key -> {
      watcher.before("fenced", key);
      return fence.delete(key);
    };
  }
}
