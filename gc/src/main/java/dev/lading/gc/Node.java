package dev.lading.gc;

import dev.lading.content.Descriptor;
import dev.lading.content.Manifest.References;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a manifest refers to, in numbers.
 *
 * @param elsewhere blobs that need not be here, but stay if they are
 * @param subject {@link Numbering#NONE} when it is about nothing
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Node(int[] blobs, int[] elsewhere, int[] children, int subject) {

  static Node of(References references, Numbering numbers) {
    return new Node(
        numbers(references.blobs().stream().filter(each -> !each.isNonDistributable()), numbers),
        numbers(references.blobs().stream().filter(Descriptor::isNonDistributable), numbers),
        numbers(references.manifests().stream(), numbers),
        references.subject().map(Descriptor::digest).map(numbers::of).orElse(Numbering.NONE));
  }

  /** Everything that stays as long as this does, but for what is about it. */
  IntStream keeps() {
    return IntStream.concat(
        IntStream.of(children), IntStream.concat(IntStream.of(blobs), IntStream.of(elsewhere)));
  }

  private static int[] numbers(Stream<Descriptor> descriptors, Numbering numbers) {
    return descriptors.map(Descriptor::digest).mapToInt(numbers::of).distinct().toArray();
  }
}
