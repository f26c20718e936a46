package dev.lading.trust.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lading.trust.Role;
import dev.lading.trust.TrustException;
import dev.lading.trust.TrustException.EnvelopeInvalid;
import dev.lading.trust.TrustException.HashMismatch;
import dev.lading.trust.TrustException.HashMissing;
import dev.lading.trust.TrustException.MetadataInvalid;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetadataReadingTest {
  private static final String ID = "0".repeat(64);
  private static final String ROOT =
      """
      {"_type":"Root","expires":"2036-01-01T00:00:00Z","version":1,"consistent_snapshot":false,
      "keys":{"%s":{"keytype":"ecdsa","keyval":{"private":null,"public":"YQ=="}}},
      "roles":{"root":{"keyids":["%s"],"threshold":1},"targets":{"keyids":[],"threshold":1},
      "snapshot":{"keyids":null,"threshold":1},"timestamp":{"keyids":[],"threshold":1}}}
      """
          .formatted(ID, ID);
  private static final String TARGETS =
      """
      {"_type":"Targets","expires":"2036-01-01T00:00:00Z","version":1,
      "targets":{"v1":{"length":1,"hashes":{"sha256":"YQ=="}}},"delegations":{"keys":{},"roles":[
      {"name":"targets/a","keyids":[],"threshold":1,"paths":[""]}]}}
      """;
  private static final String SNAPSHOT =
      """
      {"_type":"Snapshot","expires":"2036-01-01T00:00:00Z","version":1,"meta":{
      "root":{"length":1,"hashes":{"sha256":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}},
      "targets":{"length":1,"hashes":{"sha256":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}}}}
      """;

  @Test
  void signatures_areReadUpToTheirLimit() {
    String one = "{\"keyid\":\"x\"}";
    String most = one + ("," + one).repeat(SignedMetadata.MOST_SIGNATURES - 1);

    assertThat(SignedMetadata.read(signedBy(most)).signatures()).hasSize(64);
    assertThatThrownBy(() -> SignedMetadata.read(signedBy(most + "," + one)))
        .isInstanceOf(EnvelopeInvalid.class)
        .hasMessage("65 signatures, at most 64 are taken");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[]                                                                | not an object",
        "{\"signatures\":[]}                                               | no signed",
        "{\"signed\":null,\"signatures\":[]}                               | no signed",
        "{\"signed\":[],\"signatures\":[]}                                 | not an object",
        "{\"Signed\":{},\"signatures\":[]}                                 | member Signed instead of signed",
        "{\"signed\":{},\"ſignatures\":[]}                                 | member ſignatures instead of signatures",
        "{\"signed\":{},\"signatures\":{}}                                 | signatures is not a list",
        "{\"signed\":{},\"signatures\":[1]}                                | not an object",
        "{\"signed\":{},\"signatures\":[{\"sig\":\"*\"}]}                  | a signature is not base64",
        "{\"signed\":{},\"signatures\":[{\"keyid\":1}]}                    | keyid is not a string",
        "{\"signed\":{},\"signatures\":[{\"KeyID\":\"\"}]}                 | member KeyID instead of keyid",
        "{\"signed\":{\"_type\":1},\"signatures\":[]}                      | _type is not a string",
        "{\"signed\":{\"version\":\"1\"},\"signatures\":[]}                | version is not a number",
        "{\"signed\":{\"Version\":1},\"signatures\":[]}                    | member Version instead of version",
        "{\"signed\":{\"expires\":\"soon\"},\"signatures\":[]}             | not a time of RFC 3339: soon",
      })
  void envelope_ofAnotherShape_isRefused(String json, String message) {
    assertThatExceptionOfType(EnvelopeInvalid.class)
        .isThrownBy(() -> SignedMetadata.read(json.getBytes(StandardCharsets.UTF_8)))
        .withMessage(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "null"})
  void envelope_withoutSignatures_isReadAsSuch(String signatures) {
    assertThat(file(ROOT, signatures).signatures()).isEmpty();
  }

  @Test
  void signature_methodIsReadInLowerCase() {
    SignedMetadata file = file(ROOT, "[{\"keyid\":\"any\",\"method\":\"ECDSA\",\"sig\":\"YQ==\"}]");

    assertThat(file.signatures()).containsExactly(new Signature("any", "ecdsa", "YQ=="));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      ignoreLeadingAndTrailingWhitespace = true,
      value = {
        "\"Root\"                | \"root\"            | `expected type Root, not root`",
        "\"_type\"               | \"type\"            | `expected type Root, not `",
        "\"version\":1           | \"version\":0       | `version cannot be less than 1`",
        "\"version\":1           | \"version\":-1      | `version cannot be less than 1`",
        "\"version\"             | \"v\"               | `version cannot be less than 1`",
        "\"version\":1           | \"version\":2147483648 | `version cannot be more than 2147483647`",
        "\"targets\":            | \"tarts\":          | `missing targets role specification`",
        "\"targets\":            | \"Targets\":        | `member Targets instead of targets`",
        "\"roles\"               | \"rolls\"           | `missing root role specification`",
        "\"threshold\":1},\"targets\" | \"threshold\":0},\"targets\" | `invalid threshold specified for root: 0 `",
        "\"threshold\":1},\"targets\" | \"threshold\":-1},\"targets\" | `invalid threshold specified for root: -1 `",
        "\"keytype\"             | \"type\"            | `no keytype`",
        "\"keyval\"              | \"KeyVal\"          | `member KeyVal instead of keyval`",
        "\"YQ==\"                | \"YR==\"            | `a key is base64 that can be written in another way`",
        "\"consistent_snapshot\":false | \"consistent_snapshot\":0 | `consistent_snapshot is not true or false`",
        "\"keyids\":[]           | \"keyids\":[1]      | `keyids is not a string`",
        "\"keyids\":[]           | \"keyids\":[\"x\"]  | `not a key ID: x`",
      })
  void root_thatSaysSomethingElse_isRefused(String said, String instead, String message) {
    assertThat(ROOT).contains(said);

    assertThatExceptionOfType(MetadataInvalid.class)
        .isThrownBy(() -> RootMetadata.of(file(ROOT.replace(said, instead), "[]")))
        .withMessage("root type metadata invalid: " + message);
  }

  @Test
  void root_withARoleOfAKeyItDoesNotHold_isRefused() {
    String unknown = "1".repeat(64);

    assertThatExceptionOfType(MetadataInvalid.class)
        .isThrownBy(
            () ->
                RootMetadata.of(
                    file(ROOT.replace("\"" + ID + "\"]", "\"" + unknown + "\"]"), "[]")))
        .withMessage(
            "root type metadata invalid: key ID "
                + unknown
                + " specified in root without corresponding key");
  }

  @Test
  void root_withRolesAndMembersOfAnotherTime_isReadWithoutThem() {
    String more = ROOT.replace("\"roles\":{", "\"spec\":[1],\"roles\":{\"mirrors\":7,");

    assertThat(RootMetadata.of(file(more, "[]")).roles()).hasSize(4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"Targets\"             | \"Root\"             | `expected type Targets, not Root`",
        "\"version\":1           | \"version\":0        | `version cannot be less than one`",
        "targets/a               | targets/A            | `delegation role targets/A invalid`",
        "targets/a               | targets              | `delegation role targets invalid`",
        "targets/a               | root                 | `delegation role root invalid`",
        "targets/a               | targets/a/b          | `delegation role targets/a/b invalid`",
        "\"threshold\":1         | \"threshold\":0      | `invalid threshold specified for targets/a: 0 `",
        "\"length\":1            | \"length\":-1        | `a negative length`",
        "\"length\":1            | \"length\":\"1\"     | `length is not a number`",
        "\"sha256\":\"YQ==\"     | \"sha256\":\"*\"     | `a hash is not base64`",
        "\"sha256\":\"YQ==\"     | \"sha256\":1         | `the sha256 hash is not a string`",
        "\"hashes\":{            | \"Hashes\":{         | `member Hashes instead of hashes`",
        "\"paths\":[\"\"]        | \"paths\":\"\"       | `paths is not a list`",
        "\"roles\":[             | \"roles\":[null,     | `not an object`",
      })
  void targets_thatSaySomethingElse_areRefused(String said, String instead, String message) {
    assertThat(TARGETS).contains(said);

    assertThatExceptionOfType(MetadataInvalid.class)
        .isThrownBy(
            () -> TargetsMetadata.of(file(TARGETS.replace(said, instead), "[]"), Role.TARGETS))
        .withMessage("targets type metadata invalid: " + message);
  }

  @Test
  void targets_ofADelegation_areRefusedInItsName() {
    assertThatExceptionOfType(MetadataInvalid.class)
        .isThrownBy(
            () ->
                TargetsMetadata.of(
                    file(TARGETS.replace("\"version\":1", "\"version\":0"), "[]"),
                    new Role.Delegation("targets/b")))
        .withMessage("targets/b type metadata invalid: version cannot be less than one");
  }

  @Test
  void targets_thatDelegateTwiceToOneName_areRefused() {
    String twice =
        TARGETS.replace(
            "\"paths\":[\"\"]}]", "\"paths\":[\"\"]},{\"name\":\"targets/a\",\"threshold\":1}]");

    assertThatExceptionOfType(MetadataInvalid.class)
        .isThrownBy(() -> TargetsMetadata.of(file(twice, "[]"), Role.TARGETS))
        .withMessage("targets type metadata invalid: a delegation role is named twice");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"Snapshot\"            | \"Timestamp\"        | `expected type Snapshot, not Timestamp`",
        "\"root\":               | \"targets/a\":       | `missing root sha256 checksum information`",
        "\"targets\":            | \"targets/a\":       | `missing targets sha256 checksum information`",
        "\"targets\":            | \"root.json\":       | `a file of no role: root.json`",
        "\"meta\"                | \"files\"            | `missing root sha256 checksum information`",
        "sha256\":\"AAAA         | sha512\":\"AAAA      | `missing root sha256 checksum information`",
        "sha256\":\"AAAA         | sha256\":\"          | `invalid root checksum information, sha256 checksum invalid`",
      })
  void snapshot_thatSaysSomethingElse_isRefused(String said, String instead, String message) {
    assertThat(SNAPSHOT).contains(said);

    assertThatExceptionOfType(MetadataInvalid.class)
        .isThrownBy(() -> SnapshotMetadata.of(file(SNAPSHOT.replace(said, instead), "[]")))
        .withMessage("snapshot type metadata invalid: " + message);
  }

  @Test
  void timestamp_withoutASnapshot_isRefused() {
    String timestamp = SNAPSHOT.replace("\"Snapshot\"", "\"Timestamp\"");

    assertThatExceptionOfType(MetadataInvalid.class)
        .isThrownBy(() -> TimestampMetadata.of(file(timestamp, "[]")))
        .withMessage(
            "timestamp type metadata invalid: missing snapshot sha256 checksum information");
  }

  @Test
  void fileMeta_ofOtherBytes_saysWhichHash() {
    byte[] bytes = {1, 2, 3};
    FileMeta meta = FileMeta.of(bytes);

    meta.check(bytes, Role.TARGETS);

    assertThatThrownBy(() -> meta.check(new byte[] {1, 2, 4}, Role.TARGETS))
        .isInstanceOf(HashMismatch.class)
        .hasMessage(
            "sha256 checksum for targets did not match: expected"
                + " 039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81");
    assertThatThrownBy(() -> new FileMeta(4, meta.hashes()).check(bytes, Role.TARGETS))
        .isInstanceOf(HashMismatch.class);
  }

  @ParameterizedTest
  @CsvSource({"sha512", "sha256"})
  void fileMeta_ofManyHashes_requiresEveryKnownOne(String algorithm) {
    byte[] bytes = {1, 2, 3};
    Map<String, String> encoded = new java.util.HashMap<>(Hashes.of(bytes).encoded());
    encoded.put(algorithm, Hashes.of(new byte[1]).encoded().getOrDefault(algorithm, ""));
    encoded.put("blake2b", "YQ==");
    FileMeta meta = new FileMeta(3, new Hashes(encoded));

    assertThatThrownBy(() -> meta.check(bytes, Role.ROOT)).isInstanceOf(HashMismatch.class);
  }

  @Test
  void fileMeta_ofUnknownHashesAlone_provesNothing() {
    FileMeta meta = new FileMeta(3, new Hashes(Map.of("blake2b", "YQ==")));

    assertThatThrownBy(() -> meta.check(new byte[3], Role.SNAPSHOT))
        .isInstanceOf(HashMissing.class)
        .hasMessage("no checksums for supported algorithms were provided for snapshot");
  }

  @Test
  void hashes_ofAWrongLength_proveNothing() {
    FileMeta meta = new FileMeta(3, new Hashes(Map.of("sha256", "YQ==")));

    assertThatThrownBy(() -> meta.check(new byte[3], Role.SNAPSHOT))
        .isInstanceOf(TrustException.class);
  }

  private static SignedMetadata file(String signed, String signatures) {
    String file = "{\"signed\":" + signed + ",\"signatures\":" + signatures + "}";
    return SignedMetadata.read(file.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] signedBy(String signatures) {
    return ("{\"signed\":{},\"signatures\":[" + signatures + "]}").getBytes(StandardCharsets.UTF_8);
  }
}
