package dev.lading.trust.store;

import dev.lading.storage.Key;
import dev.lading.storage.StorageDriver;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.List;

/** A driver whose every call is made by an observer, who may also not make it, or wait. */
final class Observed {
  private Observed() {}

  /** Makes a call, or does not. */
  @FunctionalInterface
  interface Observer {
    Object around(Call call) throws Throwable;
  }

  /** What a driver is asked. */
  record Call(StorageDriver driver, Method method, List<Object> arguments) {
    String verb() {
      return method.getName();
    }

    /** The first argument of a verb that has a key. */
    Key key() {
      return (Key) arguments.getFirst();
    }

    Object make() throws Throwable {
      try {
        return method.invoke(driver, arguments.toArray());
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
    }
  }

  static StorageDriver by(Observer observer, StorageDriver driver) {
    return (StorageDriver)
        Proxy.newProxyInstance(
            StorageDriver.class.getClassLoader(),
            new Class<?>[] {StorageDriver.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "deleteAll" -> each((StorageDriver) proxy, (Collection<?>) arguments[0]);
                  case "close" -> new Call(driver, method, List.of()).make();
                  default -> observer.around(new Call(driver, method, List.of(arguments)));
                });
  }

  /** A store may die between any two. */
  private static Object each(StorageDriver driver, Collection<?> keys) {
    keys.forEach(key -> driver.delete((Key) key));
    return driver;
  }
}
