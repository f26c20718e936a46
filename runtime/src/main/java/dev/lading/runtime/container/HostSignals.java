package dev.lading.runtime.container;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * The signals that are sent to us. The JDK has no public way to them: {@code sun.misc.Signal} is
 * exported for want of one, and called by name because the compiler warns of it in vain. SIGQUIT is
 * the JVM's own, and cannot be had.
 */
final class HostSignals {
  private static final List<String> FORWARDED =
      List.of("TERM", "INT", "HUP", "USR1", "USR2", "WINCH");

  private HostSignals() {}

  /**
   * From now on each signal does nothing but this, on a thread of its own.
   *
   * @param receiver is given the signal's number
   */
  @SuppressWarnings("ReferenceEquality") // a proxy is equal to itself, and asks itself
  static void give(IntConsumer receiver) {
    try {
      Class<?> signals = Class.forName("sun.misc.Signal");
      Class<?> handlers = Class.forName("sun.misc.SignalHandler");
      var number = signals.getMethod("getNumber");
      Object handler =
          Proxy.newProxyInstance(
              HostSignals.class.getClassLoader(),
              new Class<?>[] {handlers},
              (proxy, method, arguments) ->
                  switch (method.getName()) {
                    case "handle" -> {
                      receiver.accept((int) number.invoke(arguments[0]));
                      yield null;
                    }
                    case "equals" -> proxy == arguments[0];
                    case "hashCode" -> System.identityHashCode(proxy);
                    default -> "signals for a container";
                  });
      var handle = signals.getMethod("handle", signals, handlers);
      for (String name : FORWARDED) {
        handle.invoke(null, signals.getConstructor(String.class).newInstance(name), handler);
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this JVM gives no signals", e);
    }
  }
}
