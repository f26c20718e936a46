package dev.lading.trust.store;

import static dev.lading.trust.store.Publications.GUN;
import static dev.lading.trust.store.Publications.OTHER;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lading.storage.Key;
import dev.lading.storage.memory.MemoryDriver;
import dev.lading.trust.Role;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GenerationJsonTest {
  private final MemoryDriver driver = new MemoryDriver(new TestClock());
  private final Publications trust = Publications.over(driver, new TestClock());

  @Test
  void generation_written_isReadAsItWas() throws IOException {
    Generation first = trust.publishFirst();
    Generation second = trust.tag(2);
    Generation deletion = trust.store().delete(GUN).orElseThrow();
    for (Generation each : new Generation[] {first, second, deletion}) {
      assertThat(GenerationJson.read(GenerationJson.write(each))).isEqualTo(each);
    }
  }

  @Test
  void generation_writtenTwice_isTheSameBytes() throws IOException {
    byte[] json = GenerationJson.write(trust.publishFirst());
    assertThat(GenerationJson.write(GenerationJson.read(json))).isEqualTo(json);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"format\":1 | \"format\":2",
        "localhost:5000/team/app | nowhere",
        "\"life\":1 | \"life\":1.5",
        "\"life\":1 | \"life\":99999999999999999999",
        "\"targets\":{ | \"Targets\":{",
        "\"version\":1 | \"version\":0",
        "\"version\":1 | \"version\":4294967297",
        "\"length\" | \"size\"",
        "\"created\":\"2026 | \"created\":\"x",
        "\"sha256\":\" | \"sha256\":\"0",
        "\"publication\":\"1-| \"publication\":\"one-",
        "\"roots\":[ | \"roots\":[],\"was\":["
      })
  void generation_thatWasDamaged_isRefused(String what, String by) {
    String json = new String(GenerationJson.write(trust.publishFirst()), UTF_8);
    assertThat(json).contains(what);
    byte[] damaged = json.replace(what, by).getBytes(UTF_8);
    assertThatThrownBy(() -> GenerationJson.read(damaged)).isInstanceOf(IOException.class);
  }

  @Test
  void generation_cutShort_isNotReplacedByAnOlderOne() {
    trust.publishFirst();
    trust.tag(2);
    Key newest = TrustLayout.generation(GUN, 2);
    driver.write(newest, new byte[] {'{'});
    Publications other = Publications.over(driver, new TestClock());
    assertThatThrownBy(() -> other.store().newest(GUN))
        .isInstanceOfSatisfying(DamagedTrustData.class, e -> assertThat(e.key()).isEqualTo(newest));
  }

  @Test
  void generation_ofAnotherPlace_isRefused() {
    byte[] json = GenerationJson.write(trust.publishFirst());
    driver.write(TrustLayout.generation(OTHER, 1), json);
    driver.write(TrustLayout.generation(GUN, 2), json);
    assertThatThrownBy(() -> trust.store().newest(OTHER)).isInstanceOf(DamagedTrustData.class);
    assertThatThrownBy(() -> trust.store().newest(GUN)).isInstanceOf(DamagedTrustData.class);
  }

  @ParameterizedTest
  @CsvSource({"targets 1 b", "targets 1", "targets 1 a and more"})
  void file_withOtherBytes_isNeitherServedNorTakenForAbsent(String bytes) {
    Generation first = trust.publishFirst();
    NamedFile targets = first.file(Role.TARGETS).orElseThrow();
    driver.write(RoleFiles.key(GUN, targets), bytes.getBytes(UTF_8));
    assertThatThrownBy(() -> trust.current(GUN, Role.TARGETS)).isInstanceOf(DamagedTrustData.class);
    assertThatThrownBy(() -> trust.byHash(Role.TARGETS, 1, "a"))
        .isInstanceOf(DamagedTrustData.class);
  }

  @Test
  void file_thatIsLost_isNotTakenForAbsent() {
    Generation first = trust.publishFirst();
    driver.delete(RoleFiles.key(GUN, first.file(Role.TARGETS).orElseThrow()));
    assertThatThrownBy(() -> trust.current(GUN, Role.TARGETS)).isInstanceOf(DamagedTrustData.class);
    assertThatThrownBy(() -> trust.byVersion(Role.TARGETS, 1)).isInstanceOf(DamagedTrustData.class);
  }
}
