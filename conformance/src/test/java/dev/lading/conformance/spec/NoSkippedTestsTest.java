package dev.lading.conformance.spec;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** No test of any module can be skipped: nothing that skips is used anywhere. */
class NoSkippedTestsTest {
  private static final String SEEDED = "dev.lading.conformance.spec.seeded..";
  private static final String WHAT_SKIPS =
      "org\\.junit\\.jupiter\\.api\\.(Disabled|Assumptions|condition\\..*)"
          + "|org\\.assertj\\..*Assumptions|org\\.opentest4j\\.TestAbortedException";
  private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");
  private static final Path CHECKOUT =
      Objects.requireNonNull(Path.of("").toAbsolutePath().getParent());

  @Test
  void everyModuleWithTests_isCompiled() throws IOException {
    assertThat(testModules())
        .isNotEmpty()
        .allSatisfy(module -> assertThat(testClasses(module)).isDirectory());
  }

  @Test
  void noTest_usesWhatSkips() throws IOException {
    nothingSkipsOutsideOf(SEEDED)
        .check(
            new ClassFileImporter()
                .importPaths(testModules().stream().map(NoSkippedTestsTest::testClasses).toList()));
  }

  @Test
  void aDisabledTest_isCaught() {
    assertCaught("seeded.skips.IsDisabled");
  }

  @Test
  void anAssumption_isCaught() {
    assertCaught("seeded.skips.Assumes");
  }

  private static void assertCaught(String culprit) {
    JavaClasses seeded =
        new ClassFileImporter().importPackages("dev.lading.conformance.spec.seeded");
    assertThatThrownBy(() -> nothingSkipsOutsideOf("nowhere").check(seeded))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(culprit);
  }

  private static ArchRule nothingSkipsOutsideOf(String spared) {
    return noClasses()
        .that()
        .resideOutsideOfPackage(spared)
        .should()
        .dependOnClassesThat()
        .haveNameMatching(WHAT_SKIPS);
  }

  private static List<Path> testModules() throws IOException {
    return MODULE
        .matcher(Files.readString(CHECKOUT.resolve("pom.xml")))
        .results()
        .map(module -> CHECKOUT.resolve(module.group(1)))
        .filter(module -> Files.isDirectory(module.resolve("src/test/java")))
        .toList();
  }

  private static Path testClasses(Path module) {
    return module.resolve("target/test-classes");
  }
}
