package dev.lading.conformance.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.lading.conformance.support.DockerRegistry;
import dev.lading.conformance.support.Findings.Finding;
import dev.lading.conformance.support.Registry;
import dev.lading.conformance.support.RegistryUnderTest;
import dev.lading.conformance.support.S3Server;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Every row of every table, against Lading or the registry that {@code -Dregistry.url} names. */
@ExtendWith(RegistryUnderTest.class)
class LadingTest {
  @TestFactory
  Stream<DynamicContainer> everyRow_holds(Registry registry) {
    String namespace = Namespace.fresh();
    return Tables.all().stream()
        .map(
            table ->
                DynamicContainer.dynamicContainer(
                    table.name(),
                    table.rows().stream().map(row -> test(row, registry, namespace))));
  }

  @TestFactory
  Stream<DynamicContainer> everyRow_holdsUnderOtherConfigurations(@TempDir Path directory) {
    if (RegistryUnderTest.isForeign()) {
      System.out.println("not run: rows that need another configuration");
      return Stream.empty();
    }
    return Variants.all().stream().map(variant -> container(variant, directory));
  }

  @TestFactory
  Stream<DynamicContainer> everyRow_holdsOnS3(@TempDir Path directory) {
    if (RegistryUnderTest.isForeign()) {
      return Stream.empty();
    }
    S3Server s3 = S3Server.start(directory);
    return S3Variants.on(s3).stream()
        .map(variant -> container(variant, directory))
        .onClose(s3::close);
  }

  @TestFactory
  Stream<DynamicContainer> everyRow_holdsForATreeOfDockerRegistry(@TempDir Path directory) {
    return !RegistryUnderTest.isForeign() && DockerRegistry.isToBeRun()
        ? Stream.of(container(ForeignTreeVariants.adopted(), directory))
        : Stream.empty();
  }

  private static DynamicContainer container(Variant variant, Path directory) {
    return DynamicContainer.dynamicContainer(
        variant.name(), variant.tests(directory, LadingTest::holds));
  }

  private static DynamicTest test(Row row, Registry registry, String namespace) {
    return DynamicTest.dynamicTest(row.toString(), () -> holds(Run.of(row, registry, namespace)));
  }

  private static void holds(Run run) {
    run.failure().ifPresent(failure -> fail(failure.getMessage(), failure));
    assertThat(run.findings().all())
        .filteredOn(finding -> !finding.kept())
        .extracting(Finding::seen)
        .isEmpty();
  }
}
