package dev.lading.trust.publish;

import dev.lading.trust.metadata.SignedMetadata;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * An update whose every file may be sound by itself.
 *
 * @param expected how it is refused all the same, as {@link Refusal} says it
 */
record HostileUpdate(String update, Function<Scene, List<UploadedPart>> parts, String expected) {
  static final String THRESHOLD = "valid signatures did not meet threshold for ";

  static HostileUpdate row(
      String update, Function<Scene, List<UploadedPart>> parts, String expected) {
    return new HostileUpdate(update, parts, expected);
  }

  static List<UploadedPart> parts(String name, SignedMetadata file) {
    return List.of(new UploadedPart(name, file.bytes()));
  }

  static List<UploadedPart> parts(
      String name, SignedMetadata file, String secondName, SignedMetadata second) {
    return Stream.of(parts(name, file), parts(secondName, second)).flatMap(List::stream).toList();
  }

  @Override
  public String toString() {
    return update;
  }
}
