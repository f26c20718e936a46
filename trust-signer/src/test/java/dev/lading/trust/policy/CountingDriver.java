package dev.lading.trust.policy;

import dev.lading.storage.StorageDriver;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A driver that counts what it is asked, and tells it before it answers. */
final class CountingDriver {
  private final AtomicInteger calls = new AtomicInteger();
  private final StorageDriver driver;

  /** Told the verb of each call, on the thread that makes it. */
  volatile Consumer<String> before = _ -> {};

  CountingDriver(StorageDriver counted) {
    this.driver =
        (StorageDriver)
            Proxy.newProxyInstance(
                StorageDriver.class.getClassLoader(),
                new Class<?>[] {StorageDriver.class},
                (_, method, arguments) -> {
                  calls.incrementAndGet();
                  before.accept(method.getName());
                  try {
                    return method.invoke(counted, arguments);
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                });
  }

  StorageDriver driver() {
    return driver;
  }

  /** How many calls this takes. */
  int callsOf(Runnable work) {
    int before = calls.get();
    work.run();
    return calls.get() - before;
  }
}
