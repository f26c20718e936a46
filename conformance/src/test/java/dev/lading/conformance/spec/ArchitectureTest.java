package dev.lading.conformance.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * The arrows between modules and packages. Every rule is also run against classes that break it on
 * purpose, in {@code spec.seeded}, so that none of them holds only because it looks at nothing.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // the classes are read once
class ArchitectureTest {
  private static final String ROOT = "dev.lading";
  private static final String SEEDED = "dev.lading.conformance.spec.seeded";

  private final JavaClasses product =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);
  private final JavaClasses seeded = new ClassFileImporter().importPackages(SEEDED);

  @Test
  void product_isWhatIsLookedAt() {
    assertThat(product)
        .extracting(JavaClass::getPackageName)
        .contains(
            "dev.lading.config",
            "dev.lading.storage",
            "dev.lading.content",
            "dev.lading.gc",
            "dev.lading.runtime.registry")
        .noneMatch(name -> name.startsWith("dev.lading.conformance"));
  }

  @TestFactory
  Stream<DynamicTest> everyRule_holds() {
    return rules(new Arrows(ROOT))
        .map(rule -> DynamicTest.dynamicTest(rule.getDescription(), () -> rule.check(product)));
  }

  @Test
  void aStorageThatSeesContent_isCaught() {
    assertThat(new Arrows(SEEDED).downwards())
        .anySatisfy(rule -> caught(rule, "seeded.storage.SeesContent"));
  }

  @Test
  void twoModulesOfOneLevel_areCaught() {
    assertThat(new Arrows(SEEDED).downwards())
        .anySatisfy(rule -> caught(rule, "seeded.gc.SeesTrust"));
  }

  @Test
  void aHandlerThatSeesVertx_isCaught() {
    caught(new Arrows(SEEDED).onlyHttpSeesVertx(), "seeded.server.handlers.SeesVertx");
  }

  @Test
  void theEdgeThatSeesVertx_isNotCaught() {
    assertThatThrownBy(() -> new Arrows(SEEDED).onlyHttpSeesVertx().check(seeded))
        .message()
        .doesNotContain("seeded.server.http.MaySeeVertx");
  }

  @Test
  void aClientThatSeesAStore_isCaught() {
    caught(new Arrows(SEEDED).runtimeHasNoStore(), "seeded.runtime.SeesStorage");
  }

  @Test
  void aRegistryClientThatSeesTheRest_isCaught() {
    caught(new Arrows(SEEDED).registryClientStandsAlone(), "seeded.runtime.registry.SeesTheRest");
  }

  @Test
  void aCycleOfPackages_isCaught() {
    caught(new Arrows(SEEDED).noCycles(), "seeded.server.handlers.SeesHttp");
  }

  private static Stream<ArchRule> rules(Arrows arrows) {
    return Stream.concat(
        arrows.downwards().stream(),
        Stream.of(
            arrows.onlyHttpSeesVertx(),
            arrows.onlyS3SeesTheAwsSdk(),
            arrows.runtimeHasNoStore(),
            arrows.registryClientStandsAlone(),
            arrows.noCycles()));
  }

  private void caught(ArchRule rule, String culprit) {
    assertThatThrownBy(() -> rule.check(seeded))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(culprit);
  }
}
