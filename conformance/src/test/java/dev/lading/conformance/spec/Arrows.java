package dev.lading.conformance.spec;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.List;

/**
 * Which package may see which, below one root package. The modules of {@code later} issues have
 * their places already.
 *
 * @param root {@code dev.lading}, or where the seeded violations are
 */
record Arrows(String root) {
  /** From the bottom to the top; the modules of one level do not see each other. */
  private static final List<List<String>> LEVELS =
      List.of(
          List.of("config"),
          List.of("storage"),
          List.of("content"),
          List.of("auth", "trust", "gc"),
          List.of("server", "runtime"));

  /** No module sees one of its own level or above. */
  List<ArchRule> downwards() {
    var rules = new ArrayList<ArchRule>();
    for (int level = 0; level < LEVELS.size(); level++) {
      for (String module : LEVELS.get(level)) {
        List<String> forbidden = new ArrayList<>();
        LEVELS.subList(level, LEVELS.size()).forEach(forbidden::addAll);
        forbidden.remove(module);
        rules.add(sees(module, forbidden));
      }
    }
    return rules;
  }

  ArchRule onlyHttpSeesVertx() {
    return only("server.http", "io.vertx..", "io.netty..");
  }

  ArchRule onlyS3SeesTheAwsSdk() {
    return only("storage.s3", "software.amazon.awssdk..");
  }

  /** Names and manifests are wanted in a client, but neither a store of them nor what keeps one. */
  ArchRule runtimeHasNoStore() {
    return noClasses()
        .that()
        .resideInAPackage(root + ".runtime..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(root + ".content.store..", root + ".storage..")
        .allowEmptyShould(true);
  }

  /** Imports and mirrors are to use it without the program it came with. */
  ArchRule registryClientStandsAlone() {
    return noClasses()
        .that()
        .resideInAPackage(root + ".runtime.registry..")
        .should()
        .dependOnClassesThat(
            resideInAPackage(root + ".runtime..")
                .and(resideOutsideOfPackage(root + ".runtime.registry..")))
        .allowEmptyShould(true);
  }

  ArchRule noCycles() {
    return slices().matching(root + ".(**)").should().beFreeOfCycles().allowEmptyShould(true);
  }

  private ArchRule sees(String module, List<String> forbidden) {
    String[] packages =
        forbidden.stream().map(name -> root + "." + name + "..").toArray(String[]::new);
    return noClasses()
        .that()
        .resideInAPackage(root + "." + module + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(packages)
        .allowEmptyShould(true);
  }

  private ArchRule only(String home, String... foreign) {
    return noClasses()
        .that()
        .resideInAPackage(root + "..")
        .and()
        .resideOutsideOfPackage(root + "." + home + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(foreign)
        .allowEmptyShould(true);
  }
}
