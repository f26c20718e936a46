package dev.lading.runtime.keys;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Where passphrases of keys come from. */
public interface Passphrases {
  /**
   * @param called how a person knows the key: the begin of its ID, or its file
   * @param attempt from 0; counts wrong answers
   * @return empty when there is no other to be had. The caller wipes it
   */
  Optional<char[]> find(KeyLabel label, String called, int attempt);

  /**
   * The passphrase of a key that is about to be kept.
   *
   * @return empty when there is none to be had. The caller wipes it
   */
  default Optional<char[]> choose(KeyLabel label, String called) {
    return find(label, called, 0);
  }

  /**
   * By the variables of notary and docker; docker has one for all roles but root's. There is no
   * second answer to a wrong one.
   */
  static Passphrases ofEnvironment(Map<String, String> environment) {
    return (label, _, attempt) ->
        variables(label).stream()
            .flatMap(variable -> Stream.ofNullable(environment.get(variable)))
            .filter(text -> !text.isEmpty())
            .findFirst()
            .filter(_ -> attempt == 0)
            .map(String::toCharArray);
  }

  /** The variables that are asked for the passphrase of such a key, in this order. */
  static List<String> variables(KeyLabel label) {
    return switch (label.role()) {
      case "root" -> List.of("NOTARY_ROOT_PASSPHRASE", "DOCKER_CONTENT_TRUST_ROOT_PASSPHRASE");
      case "targets" ->
          List.of("NOTARY_TARGETS_PASSPHRASE", "DOCKER_CONTENT_TRUST_REPOSITORY_PASSPHRASE");
      case "snapshot" ->
          List.of("NOTARY_SNAPSHOT_PASSPHRASE", "DOCKER_CONTENT_TRUST_REPOSITORY_PASSPHRASE");
      default ->
          List.of("NOTARY_DELEGATION_PASSPHRASE", "DOCKER_CONTENT_TRUST_REPOSITORY_PASSPHRASE");
    };
  }

  /** These first, others where these have none. */
  default Passphrases orElse(Passphrases others) {
    Passphrases these = this;
    return new Passphrases() {
      @Override
      public Optional<char[]> find(KeyLabel label, String called, int attempt) {
        return these.find(label, called, 0).isPresent()
            ? these.find(label, called, attempt)
            : others.find(label, called, attempt);
      }

      @Override
      public Optional<char[]> choose(KeyLabel label, String called) {
        return these.choose(label, called).or(() -> others.choose(label, called));
      }
    };
  }
}
