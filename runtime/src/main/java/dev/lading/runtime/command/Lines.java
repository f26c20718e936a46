package dev.lading.runtime.command;

import dev.lading.runtime.signing.Signed;
import dev.lading.runtime.trust.VerifiedTrust;
import dev.lading.trust.Role;
import dev.lading.trust.key.KeyId;
import dev.lading.trust.key.PublicKey;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What commands tell people. */
final class Lines {
  private Lines() {}

  /** Terminals obey what is printed on them, and names of tags are whatever a signer likes. */
  static String printable(String text) {
    return text.replaceAll("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]", "?");
  }

  static void begun(VerifiedTrust trust, Path keys, PrintWriter out) {
    out.println(
        "%s has trust data now. Its root key is %s; keep a copy of %s/private, nobody can replace it."
            .formatted(trust.gun(), canonicalIds(trust, Role.ROOT), keys));
  }

  static void verified(VerifiedTrust trust, PrintWriter out) {
    out.println(
        "%s is verified. Its root key is %s."
            .formatted(trust.gun(), canonicalIds(trust, Role.ROOT)));
  }

  /** What people do not ask for and have to know: who else has to sign before which day. */
  static void expiries(Signed signed, Instant now, PrintWriter err) {
    signed
        .renewed()
        .forEach(
            (role, until) ->
                err.println(
                    "lading: %s %s expired on %s and was signed anew."
                        .formatted(role, until.isBefore(now) ? "had" : "would have", day(until))));
    signed
        .due(now)
        .forEach(
            (role, until) ->
                err.println(
                    "lading: %s expires on %s, and its key was not to be had here. Whoever has it"
                            .formatted(role, day(until))
                        + " signs it anew with the next thing they sign."));
  }

  private static LocalDate day(Instant time) {
    return LocalDate.ofInstant(time, ZoneOffset.UTC);
  }

  static String roles(Signed signed) {
    return signed.roles().stream().map(Role::text).collect(Collectors.joining(", "));
  }

  /** The keys of a top-level role, as key folders name them. */
  static String canonicalIds(VerifiedTrust trust, Role role) {
    return keys(trust, role).stream()
        .map(PublicKey::canonicalId)
        .map(KeyId::hex)
        .collect(Collectors.joining(", "));
  }

  static List<PublicKey> keys(VerifiedTrust trust, Role role) {
    return trust.root().role(role).keyIds().stream()
        .flatMap(id -> Stream.ofNullable(trust.root().keys().get(id)))
        .toList();
  }
}
