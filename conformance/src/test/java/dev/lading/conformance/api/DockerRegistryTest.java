package dev.lading.conformance.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.conformance.support.DockerRegistry;
import dev.lading.conformance.support.Registry;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every row against Debian's docker-registry: the suite must hold for a registry that others wrote,
 * save for the deviations listed. One that is not listed fails, and so does one that is listed and
 * does not happen.
 */
class DockerRegistryTest {
  private static final Deviations KNOWN = Deviations.read("/peer/docker-registry-2.8.2.tsv");

  @Test
  void everyListedDeviation_namesARow() {
    assertThat(KNOWN.orphans()).isEmpty();
  }

  @TestFactory
  Stream<DynamicTest> everyRow_holdsOrIsAListedDeviation(@TempDir Path directory) {
    if (!DockerRegistry.isToBeRun()) {
      return Stream.empty();
    }
    Registry peer = DockerRegistry.start(directory, directory.resolve("store"));
    String namespace = Namespace.fresh();
    return Tables.rows()
        .map(
            row ->
                DynamicTest.dynamicTest(row.toString(), () -> agrees(Run.of(row, peer, namespace))))
        .onClose(peer::close);
  }

  @TestFactory
  Stream<DynamicTest> everyRow_holdsForATreeOfLading(@TempDir Path directory) {
    return DockerRegistry.isToBeRun()
        ? ForeignTreeVariants.givenBack().tests(directory, DockerRegistryTest::agrees)
        : Stream.empty();
  }

  private static void agrees(Run run) {
    assertThat(KNOWN.contradictions(run)).isEmpty();
  }
}
