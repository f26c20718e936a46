package dev.lading.trust.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lading.content.Algorithm;
import dev.lading.content.Digest;
import dev.lading.content.RepositoryName;
import dev.lading.storage.Key;
import dev.lading.trust.Gun;
import dev.lading.trust.Role;
import dev.lading.trust.TrustException.GunInvalid;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Every key of trust data, letter for letter. */
class TrustLayoutTest {
  private static final Gun GUN = Gun.parse("reg.example.com:5000/team/app");
  private static final String HEX = "5e" + "0".repeat(62);
  private static final Digest DIGEST = new Digest(Algorithm.SHA256, HEX);
  private static final Publication PUBLICATION = new Publication(42, "00112233445566ff");

  @Test
  void generations_areNamedSoThatTheNewestIsFirst() {
    Key ninth = TrustLayout.generation(GUN, 9);
    assertThat(ninth)
        .hasToString("lading/state/trust/generations/reg.example.com:5000/team/app/_/9999999990-9");
    assertThat(TrustLayout.generation(GUN, 10)).isLessThan(ninth);
    assertThat(TrustLayout.generations(GUN))
        .hasToString("lading/state/trust/generations/reg.example.com:5000/team/app/_");
  }

  @Test
  void generation_ofANumberThatIsNone_isRefused() {
    assertThatThrownBy(() -> TrustLayout.generation(GUN, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> TrustLayout.generation(GUN, 9_999_999_999L))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void generationNumber_isReadOffItsName() {
    for (long number : new long[] {1, 9, 10, 9_999_999_998L}) {
      assertThat(TrustLayout.generationNumber(TrustLayout.generation(GUN, number).name()))
          .hasValue(number);
    }
  }

  @Test
  void generationNumber_ofAForeignName_isEmpty() {
    for (String name :
        new String[] {".DS_Store", "1", "9999999990-8", "9999999990-09", "9999999990", "~"}) {
      assertThat(TrustLayout.generationNumber(name)).as(name).isEmpty();
    }
  }

  @Test
  void gunsOfAListing_areReadOffTheirKeys() {
    Key key = TrustLayout.generation(GUN, 3);
    assertThat(TrustLayout.gun(TrustLayout.GENERATIONS, key)).contains(GUN);
    for (String foreign : new String[] {"x", "_/1", "localhost/_/1", "localhost/A/_/1", "a/b/_x"}) {
      Key other = TrustLayout.GENERATIONS.resolve(foreign);
      assertThat(TrustLayout.gun(TrustLayout.GENERATIONS, other)).as(foreign).isEmpty();
    }
  }

  @Test
  void keyBehindAGun_liesBehindItsGenerationsAndBeforeTheNextGun() {
    Key behind = TrustLayout.behind(GUN);
    assertThat(behind).isGreaterThan(TrustLayout.generation(GUN, 1));
    assertThat(behind)
        .isLessThan(TrustLayout.generation(Gun.parse(GUN + "/below"), 9_999_999_998L));
  }

  @Test
  void file_isNamedAfterItsBytesAndItsPublication() {
    Key key = TrustLayout.file(GUN, DIGEST, PUBLICATION);
    assertThat(key)
        .hasToString(
            "lading/state/trust/files/reg.example.com:5000/team/app/_/"
                + HEX
                + "-42-00112233445566ff");
    assertThat(key).isGreaterThan(TrustLayout.before(GUN, DIGEST));
    assertThat(TrustLayout.writer(key.name())).contains(PUBLICATION);
  }

  @Test
  void writer_ofAForeignName_isEmpty() {
    for (String name : new String[] {HEX, HEX + "-", HEX + "-0-00112233445566ff", "x", ".tmp"}) {
      assertThat(TrustLayout.writer(name)).as(name).isEqualTo(Optional.empty());
    }
  }

  @Test
  void keys_lieUnderTheirRole() {
    assertThat(TrustLayout.keys(GUN, Role.TIMESTAMP))
        .hasToString("lading/state/trust/keys/reg.example.com:5000/team/app/_/timestamp");
  }

  @Test
  void host_longerThanASegmentOfAKey_isNone() {
    RepositoryName app = RepositoryName.parse("app");
    assertThatThrownBy(() -> new Gun("h".repeat(256), app)).isInstanceOf(GunInvalid.class);
  }

  @Test
  void longestNames_stillMakeAKey() {
    Gun longest = new Gun("h".repeat(255), RepositoryName.parse("a".repeat(255)));
    assertThat(TrustLayout.file(longest, DIGEST, PUBLICATION).path()).hasSizeLessThan(1024);
    assertThat(TrustLayout.generation(longest, 1).path()).hasSizeLessThan(1024);
  }
}
