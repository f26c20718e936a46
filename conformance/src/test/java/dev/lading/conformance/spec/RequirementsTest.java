package dev.lading.conformance.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.conformance.api.Row;
import dev.lading.conformance.api.Tables;
import dev.lading.conformance.support.TabSeparated;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * That the table of the specification's requirements is whole: every one has a row or a reason,
 * every row named exists, every endpoint has rows and every row an endpoint.
 */
class RequirementsTest {
  /** Sentences of v1.1.1 with a keyword, each counted as often as it has one. */
  private static final int COUNTED_IN_1_1_1 = 148;

  private static final Set<String> KEYWORDS = Set.of("MUST", "MUST NOT", "SHOULD", "SHOULD NOT");

  private final List<Requirement> requirements =
      TabSeparated.read("/spec/requirements.tsv", 5).stream().map(Requirement::of).toList();
  private final List<Endpoint> endpoints =
      TabSeparated.read("/spec/endpoints.tsv", 4).stream().map(Endpoint::of).toList();
  private final List<String> ids = Tables.everyRow().map(Row::id).toList();

  private record Requirement(
      String spec, String section, String keyword, String quote, String rows) {
    static Requirement of(List<String> columns) {
      return new Requirement(
          columns.get(0), columns.get(1), columns.get(2), columns.get(3), columns.get(4));
    }

    List<String> ids() {
      boolean reason = rows.equals("client") || rows.startsWith("not testable: ");
      return reason ? List.of() : List.of(rows.split(" ", -1));
    }
  }

  private record Endpoint(String name, List<String> patterns) {
    static Endpoint of(List<String> columns) {
      return new Endpoint(columns.getFirst(), List.of(columns.getLast().split(" ", -1)));
    }

    boolean has(String id) {
      return patterns.stream().anyMatch(pattern -> matches(pattern, id));
    }
  }

  @Test
  void rowIds_areUniqueAndPlain() {
    assertThat(ids).doesNotHaveDuplicates().allMatch(id -> id.matches("[a-z0-9]+(-[a-z0-9]+)*"));
  }

  @Test
  void everyRequirement_hasRowsThatExist() {
    assertThat(requirements).flatExtracting(Requirement::ids).isNotEmpty().isSubsetOf(ids);
  }

  @Test
  void everyRequirement_saysItsKeyword() {
    assertThat(requirements)
        .allSatisfy(
            requirement -> {
              assertThat(requirement.spec()).isIn("1.1.1", "dev");
              assertThat(requirement.keyword()).isIn(KEYWORDS);
              assertThat(requirement.quote()).contains(requirement.keyword());
            });
  }

  @Test
  void everyRequirement_isListedOnce() {
    assertThat(requirements)
        .extracting(r -> List.of(r.spec(), r.section(), r.quote()))
        .doesNotHaveDuplicates();
  }

  @Test
  void requirements_areAsManyAsTheTextHas() {
    assertThat(requirements)
        .filteredOn(requirement -> requirement.spec().equals("1.1.1"))
        .hasSize(COUNTED_IN_1_1_1);
  }

  @Test
  void everyPatternOfAnEndpoint_matchesSomeRow() {
    assertThat(endpoints)
        .flatExtracting(Endpoint::patterns)
        .isNotEmpty()
        .allSatisfy(pattern -> assertThat(ids).as(pattern).anyMatch(id -> matches(pattern, id)));
  }

  @Test
  void everyRow_belongsToAnEndpoint() {
    Set<String> placed =
        ids.stream()
            .filter(id -> endpoints.stream().anyMatch(endpoint -> endpoint.has(id)))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(placed).containsExactlyElementsOf(new TreeSet<>(ids));
  }

  private static boolean matches(String pattern, String id) {
    return pattern.endsWith("*")
        ? id.startsWith(pattern.substring(0, pattern.length() - 1))
        : id.equals(pattern);
  }
}
