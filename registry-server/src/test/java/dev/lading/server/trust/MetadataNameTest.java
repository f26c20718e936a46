package dev.lading.server.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.content.Digest;
import dev.lading.trust.MetadataVersion;
import dev.lading.trust.Role;
import dev.lading.trust.Role.Delegation;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The three ways of asking for a file, and what is none. */
class MetadataNameTest {
  private static final String HEX = "ab".repeat(32);

  @Test
  void name_ofARole_isItsCurrentFile() {
    assertThat(MetadataName.parse("root.json")).contains(new MetadataName.Current(Role.ROOT));
    assertThat(MetadataName.parse("timestamp.json"))
        .contains(new MetadataName.Current(Role.TIMESTAMP));
    assertThat(MetadataName.parse("targets/releases.json"))
        .contains(new MetadataName.Current(new Delegation("targets/releases")));
    assertThat(MetadataName.parse("targets/a/b-c_d.json"))
        .contains(new MetadataName.Current(new Delegation("targets/a/b-c_d")));
  }

  @Test
  void name_withAHash_isTheFileOfTheseBytes() {
    Digest digest = Digest.parse("sha256:" + HEX);
    assertThat(MetadataName.parse("snapshot." + HEX + ".json"))
        .contains(new MetadataName.ByHash(Role.SNAPSHOT, digest));
    assertThat(MetadataName.parse("targets/releases." + HEX.toUpperCase(Locale.ROOT) + ".json"))
        .contains(new MetadataName.ByHash(new Delegation("targets/releases"), digest));
  }

  @Test
  void name_withAVersion_isThatVersion_howeverManyZerosItHas() {
    assertThat(MetadataName.parse("1.root.json"))
        .contains(new MetadataName.ByVersion(Role.ROOT, new MetadataVersion(1)));
    assertThat(MetadataName.parse("01.root.json"))
        .contains(new MetadataName.ByVersion(Role.ROOT, new MetadataVersion(1)));
    assertThat(MetadataName.parse("120.targets/releases.json"))
        .contains(
            new MetadataName.ByVersion(
                new Delegation("targets/releases"), new MetadataVersion(120)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".json",
        "root",
        "root.json.json",
        "Root.json",
        "root.JSON",
        "mirrors.json",
        "targets/.json",
        "targets//a.json",
        "targets/../root.json",
        "/root.json",
        "targets/A.json",
        "releases.json",
        "0.root.json",
        "-1.root.json",
        "1..root.json",
        "1.2.root.json",
        "99999999999999999999.root.json",
        "root.1.json",
        "timestamp.key",
        "targets.key",
        "root.abcdef.json",
        "1.root.abababababababababababababababababababababababababababababababab.json",
        "root.json?x",
        "root.json\n",
      })
  void name_ofNoFile_isNone(String name) {
    assertThat(MetadataName.parse(name)).isEmpty();
  }

  /** notary has routes for these as well, and never anything behind them. */
  @ParameterizedTest
  @ValueSource(ints = {96, 128})
  void name_withALongerHash_isNone(int digits) {
    assertThat(MetadataName.parse("root." + "a".repeat(digits) + ".json")).isEmpty();
  }
}
