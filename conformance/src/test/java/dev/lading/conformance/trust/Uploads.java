package dev.lading.conformance.trust;

import static dev.lading.conformance.trust.Owner.A;
import static dev.lading.conformance.trust.Owner.signed;

import dev.lading.conformance.trust.Owner.Signer;
import dev.lading.conformance.trust.Owner.Start;
import dev.lading.trust.Gun;
import dev.lading.trust.Role;
import dev.lading.trust.Role.Delegation;
import dev.lading.trust.canonical.Json;
import dev.lading.trust.certificate.CertificateIssue;
import dev.lading.trust.key.KeyType;
import dev.lading.trust.key.PrivateKey;
import dev.lading.trust.metadata.Delegations;
import dev.lading.trust.metadata.SignedMetadata;
import dev.lading.trust.publish.UploadedPart;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Updates, sound and hostile, each for a repository of its own. */
final class Uploads {
  private static final SecureRandom RANDOM = new SecureRandom();

  private Uploads() {}

  static Stream<Exchange> all() {
    return Stream.of(damages(), names(), roots(), delegations(), snapshots())
        .flatMap(Function.identity());
  }

  private static Stream<Exchange> damages() {
    Stream<Exchange> withServers =
        Stream.of(Role.ROOT, Role.TARGETS, A)
            .flatMap(role -> damages(role, Start.SERVERS_SNAPSHOTS));
    return Stream.concat(withServers, damages(Role.SNAPSHOT, Start.CLIENTS_SNAPSHOTS));
  }

  private static Stream<Exchange> damages(Role role, Start start) {
    return Stream.of(Damage.values())
        .map(
            damage ->
                Exchange.upload(
                    role.text() + " " + damage,
                    start,
                    owner -> List.of(new UploadedPart(role.text(), damage.of(owner, role)))));
  }

  private static Stream<Exchange> names() {
    return Stream.of(
        later("no file at all", _ -> List.of()),
        later("no file name", owner -> named(owner, "")),
        later("a suffix alone for a name", owner -> named(owner, ".json")),
        later("a name with its suffix", owner -> named(owner, "targets.json")),
        later("a name with two suffixes", owner -> named(owner, "targets.json.json")),
        later("an unknown role", owner -> named(owner, "mirrors")),
        later("a role in capitals", owner -> named(owner, "Targets")),
        later("a way out of the tree", owner -> named(owner, "targets/../../etc")),
        later("a wildcard", owner -> named(owner, "targets/*")),
        later("a delegation in capitals", owner -> named(owner, "targets/A")),
        later(
            "two files of one role",
            owner ->
                parts("targets", next(owner, Role.TARGETS), "targets", next(owner, Role.TARGETS))),
        later(
            "a timestamp beside a sound file",
            owner ->
                parts("targets", next(owner, Role.TARGETS), "timestamp", next(owner, Role.ROOT))),
        later(
            "65 files",
            _ ->
                IntStream.range(0, 65)
                    .mapToObj(
                        i ->
                            new UploadedPart(
                                "targets/r" + i, "{}".getBytes(StandardCharsets.UTF_8)))
                    .toList()),
        later(
            "one new file and one old one",
            owner ->
                parts(
                    "targets", next(owner, Role.TARGETS), "targets/a", owner.file(A, 1).bytes())));
  }

  private static Stream<Exchange> roots() {
    return Stream.of(
        first("no root", owner -> parts("targets", owner.file(Role.TARGETS, 1).bytes())),
        first("a root alone", owner -> parts("root", owner.file(Role.ROOT, 1).bytes())),
        first(
            "a root and a delegation",
            owner -> parts("root", bytes(owner, Role.ROOT, 1), "targets/a", bytes(owner, A, 1))),
        first(
            "a second root as the first",
            owner ->
                parts(
                    "root", bytes(owner, Role.ROOT, 2), "targets", bytes(owner, Role.TARGETS, 7))),
        first(
            "a third root as the first",
            owner ->
                parts(
                    "root", bytes(owner, Role.ROOT, 3), "targets", bytes(owner, Role.TARGETS, 1))),
        first(
            "a root that another key signed",
            owner ->
                parts(
                    "root",
                    signed(owner.next(Role.ROOT), certified(owner.gun())),
                    "targets",
                    bytes(owner, Role.TARGETS, 1))),
        later(
            "a root signed by its own new key only",
            owner -> {
              Signer next = certified(owner.gun());
              return parts("root", signed(rotated(owner, next), next));
            }),
        later(
            "a root signed by the old key only",
            owner ->
                parts(
                    "root",
                    signed(rotated(owner, certified(owner.gun())), owner.signer(Role.ROOT)))),
        later("a root signed by both", owner -> rotation(owner, certified(owner.gun()))),
        later(
            "a root of another repository",
            owner -> rotation(owner, certified(Gun.parse(owner.gun() + "/other")))),
        later(
            "a root with a certificate that is over",
            owner ->
                rotation(
                    owner, certified(owner.gun(), Instant.now().minus(Duration.ofDays(3660))))),
        later("a root with a bare key", owner -> rotation(owner, owner.stranger())),
        later(
            "a root that gives the targets to another key",
            owner ->
                parts(
                    "root",
                    signed(
                        owner.root(2, owner.signer(Role.ROOT).shown(), owner.stranger().shown()),
                        owner.signer(Role.ROOT)))),
        later(
            "a root with a timestamp key of nobody's",
            owner ->
                parts(
                    "root",
                    signed(
                        owner.root(
                            2,
                            owner.signer(Role.ROOT).shown(),
                            owner.signer(Role.TARGETS).shown(),
                            owner.snapshotKey(),
                            owner.stranger().shown()),
                        owner.signer(Role.ROOT)))),
        later(
            "a root with a snapshot key of nobody's",
            owner ->
                parts(
                    "root",
                    signed(
                        owner.root(
                            2,
                            owner.signer(Role.ROOT).shown(),
                            owner.signer(Role.TARGETS).shown(),
                            owner.stranger().shown(),
                            owner.timestampKey()),
                        owner.signer(Role.ROOT)))));
  }

  private static Stream<Exchange> delegations() {
    Delegation nope = new Delegation("targets/nope");
    Delegation below = new Delegation("targets/a/c");
    return Stream.of(
        later(
            "targets signed by a delegate",
            owner -> parts("targets", signed(owner.next(Role.TARGETS), owner.signer(A)))),
        later(
            "a delegation signed by its parent",
            owner -> parts("targets/a", signed(owner.next(A), owner.signer(Role.TARGETS)))),
        later(
            "a role that nobody delegates to",
            owner -> parts(nope.text(), signed(owner.next(A), owner.signer(A)))),
        later(
            "a role below one that nobody delegates to",
            owner -> parts("targets/nope/b", signed(owner.next(A), owner.signer(A)))),
        later(
            "a delegation that its own update takes back",
            owner ->
                parts(
                    "targets/a",
                    next(owner, A),
                    "targets",
                    signed(owner.targets(3, Delegations.NONE), owner.signer(Role.TARGETS)))),
        later(
            "a delegation past its parent",
            owner ->
                parts(
                    "targets",
                    signed(
                        owner.targets(3, Owner.delegating(below, owner.signer(A).shown())),
                        owner.signer(Role.TARGETS)))),
        later(
            "parent and child in one",
            owner -> parts("targets/a", next(owner, A), "targets", next(owner, Role.TARGETS))));
  }

  private static Stream<Exchange> snapshots() {
    return Stream.of(
        owners("targets without a snapshot", owner -> parts("targets", next(owner, Role.TARGETS))),
        owners(
            "a snapshot without the new targets",
            owner -> parts("targets", next(owner, Role.TARGETS), "snapshot", snapshot(owner))),
        owners(
            "a snapshot with the new targets",
            owner -> {
              SignedMetadata targets = owner.file(Role.TARGETS, 3);
              Json.Obj snapshot = owner.snapshot(3, Map.of(Role.TARGETS, targets));
              return parts(
                  "targets",
                  targets.bytes(),
                  "snapshot",
                  signed(snapshot, owner.signer(Role.SNAPSHOT)));
            }),
        owners(
            "a snapshot of another root",
            owner -> {
              Json.Obj snapshot = owner.snapshot(3, Map.of(Role.ROOT, owner.file(Role.ROOT, 2)));
              return parts("snapshot", signed(snapshot, owner.signer(Role.SNAPSHOT)));
            }),
        owners(
            "a snapshot signed by the targets key",
            owner ->
                parts("snapshot", signed(owner.next(Role.SNAPSHOT), owner.signer(Role.TARGETS)))));
  }

  private static Exchange first(String name, Function<Owner, List<UploadedPart>> parts) {
    return Exchange.upload(name, Start.EMPTY, parts);
  }

  private static Exchange later(String name, Function<Owner, List<UploadedPart>> parts) {
    return Exchange.upload(name, Start.SERVERS_SNAPSHOTS, parts);
  }

  private static Exchange owners(String name, Function<Owner, List<UploadedPart>> parts) {
    return Exchange.upload(name, Start.CLIENTS_SNAPSHOTS, parts);
  }

  private static byte[] next(Owner owner, Role role) {
    return signed(owner.next(role), owner.signer(role));
  }

  private static byte[] snapshot(Owner owner) {
    return next(owner, Role.SNAPSHOT);
  }

  private static byte[] bytes(Owner owner, Role role, int version) {
    return owner.file(role, version).bytes();
  }

  private static List<UploadedPart> named(Owner owner, String name) {
    return parts(name, next(owner, Role.TARGETS));
  }

  private static Json.Obj rotated(Owner owner, Signer next) {
    return owner.root(2, next.shown(), owner.signer(Role.TARGETS).shown());
  }

  /** Signed by the old key and by the new one. */
  private static List<UploadedPart> rotation(Owner owner, Signer next) {
    return parts("root", signed(rotated(owner, next), owner.signer(Role.ROOT), next));
  }

  private static Signer certified(Gun gun) {
    return certified(gun, Instant.now());
  }

  private static Signer certified(Gun gun, Instant from) {
    PrivateKey key = PrivateKey.generate(KeyType.ECDSA, RANDOM);
    return new Signer(key, CertificateIssue.selfSigned(key, gun, from, RANDOM));
  }

  private static List<UploadedPart> parts(String name, byte[] file) {
    return List.of(new UploadedPart(name, file));
  }

  private static List<UploadedPart> parts(
      String name, byte[] file, String secondName, byte[] second) {
    return List.of(new UploadedPart(name, file), new UploadedPart(secondName, second));
  }
}
