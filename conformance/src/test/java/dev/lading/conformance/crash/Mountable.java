package dev.lading.conformance.crash;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.random.RandomGenerator;

/** Blobs that clients offer each other, because nobody deletes them. Safe for several threads. */
final class Mountable {
  private final List<Offer> offers = new CopyOnWriteArrayList<>();

  /** A blob that a repository holds. */
  record Offer(String repository, Layer layer) {}

  /** A blob, without its bytes. */
  record Layer(String digest, int size) {}

  void offer(String repository, Layer layer) {
    offers.add(new Offer(repository, layer));
  }

  /** One that another repository offers, if there is one. */
  Optional<Offer> pick(String repository, RandomGenerator random) {
    List<Offer> others =
        offers.stream().filter(offer -> !offer.repository().equals(repository)).toList();
    return others.isEmpty()
        ? Optional.empty()
        : Optional.of(others.get(random.nextInt(others.size())));
  }
}
