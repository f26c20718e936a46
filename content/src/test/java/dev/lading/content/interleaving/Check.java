package dev.lading.content.interleaving;

import java.util.List;
import java.util.Optional;

/**
 * What has to hold.
 *
 * @param watched all names that it looks at; with a slash at the end all names that begin so
 */
record Check(String name, List<String> watched, Scenario.Question question) {
  Check {
    watched = List.copyOf(watched);
  }

  Optional<String> complaint(Site site) {
    return question.complaint(new View(site, watched)).map(complaint -> name + ": " + complaint);
  }
}
