package dev.lading.runtime.pull;

import dev.lading.content.Descriptor;
import dev.lading.content.Digest;
import dev.lading.runtime.registry.RegistryException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Layers on their way, some at once, in their order: the first may be unpacked while others come. A
 * layer that an image has twice is fetched once.
 */
final class Layers implements AutoCloseable {
  private static final int AT_ONCE = 3;

  private final ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
  private final Map<Digest, Future<?>> coming = new LinkedHashMap<>();

  Layers(List<Descriptor> layers, Fetching fetching) {
    for (Descriptor layer : layers) {
      coming.computeIfAbsent(layer.digest(), _ -> threads.submit(() -> fetching.fetch(layer)));
    }
  }

  /** Returns when the layer is here, or nobody has to bring it; throws what kept it away. */
  void await(Descriptor layer) {
    Future<?> one = coming.get(layer.digest());
    if (one != null) {
      await(one);
    }
  }

  void awaitAll(List<Descriptor> layers) {
    layers.forEach(this::await);
  }

  /** Those that are on their way are given up; what came of them is kept for the next try. */
  @Override
  public void close() {
    threads.shutdownNow();
    threads.close();
  }

  private static void await(Future<?> one) {
    try {
      one.get();
    } catch (ExecutionException e) {
      throw unwrapped(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RegistryException.Interrupted(e);
    }
  }

  private static RuntimeException unwrapped(ExecutionException e) {
    if (e.getCause() instanceof Error error) {
      throw error;
    }
    return e.getCause() instanceof RuntimeException cause
        ? cause
        : new IllegalStateException(e.getCause());
  }
}
