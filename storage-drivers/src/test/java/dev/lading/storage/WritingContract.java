package dev.lading.storage;

import static dev.lading.storage.DriverFixture.append;
import static dev.lading.storage.DriverFixture.bytes;
import static dev.lading.storage.DriverFixture.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Objects whose key is known before their bytes. */
interface WritingContract extends DriverFixture {

  @Test
  default void writer_thatIsComplete_hasMadeAnObject_andLeavesNothingElse() {
    try (ObjectWriter writer = writer("blobs/x")) {
      writer.write(ByteBuffer.wrap(bytes("Hello, ")));
      writer.write(ByteBuffer.allocate(0));
      writer.write(ByteBuffer.wrap(bytes("world")));
      assertThat(driver().find(key("blobs/x"))).isEmpty();
      assertThat(writer.isComplete()).isFalse();
      writer.complete();
      assertThat(writer.isComplete()).isTrue();
      assertThat(text("blobs/x")).isEqualTo("Hello, world");
    }
    assertThat(text("blobs/x")).isEqualTo("Hello, world");
    assertThat(driver().children(TOP, Optional.empty(), 10)).containsExactly("blobs");
  }

  @Test
  default void writer_ofNoBytes_makesAnEmptyObject() {
    try (ObjectWriter writer = writer("blobs/x")) {
      writer.complete();
    }
    assertThat(driver().find(key("blobs/x"))).map(ObjectInfo::size).contains(0L);
  }

  @Test
  default void writer_ofManyMebibytes_showsThemTogether() {
    byte[] large = new byte[12_345_678];
    new Random(17).nextBytes(large);
    try (ObjectWriter writer = writer("blobs/x")) {
      writer.write(ByteBuffer.wrap(large, 0, 12_000_000));
      ByteBuffer direct = ByteBuffer.allocateDirect(345_678);
      direct.put(large, 12_000_000, 345_678).flip();
      writer.write(direct.asReadOnlyBuffer());
      assertThat(driver().find(key("blobs/x"))).isEmpty();
      writer.complete();
    }
    assertThat(driver().read(key("blobs/x"), large.length)).contains(large);
  }

  @Test
  default void writer_replacesWhatIsThere_onlyWhenComplete() {
    driver().write(key("blobs/x"), bytes("old and longer"));
    try (ObjectWriter writer = writer("blobs/x")) {
      writer.write(ByteBuffer.wrap(bytes("new")));
      assertThat(text("blobs/x")).isEqualTo("old and longer");
      writer.complete();
    }
    assertThat(text("blobs/x")).isEqualTo("new");
  }

  @Test
  default void writer_thatIsGivenUp_leavesTheKeyAsItWas() {
    driver().write(key("blobs/x"), bytes("old"));
    for (int size : new int[] {0, 10, 12_000_000}) {
      ObjectWriter writer = writer("blobs/x");
      writer.write(ByteBuffer.allocate(size));
      writer.close();
      writer.close();
      driver().staged(key("up/1/data")).ifPresent(StagedObject::discard);
      assertThat(text("blobs/x")).isEqualTo("old");
      assertThat(driver().children(TOP, Optional.empty(), 10)).containsExactly("blobs");
    }
  }

  @Test
  default void writer_thatIsComplete_cannotBeCompletedAgain() {
    try (ObjectWriter writer = writer("blobs/x")) {
      writer.write(ByteBuffer.wrap(bytes("once")));
      writer.complete();
      driver().delete(key("blobs/x"));
      assertThatExceptionOfType(StagedObjectGone.class).isThrownBy(writer::complete);
    }
    assertThat(driver().find(key("blobs/x"))).isEmpty();
  }

  @Test
  default void writer_mayUseTheKeyOfAStagedObject() {
    driver().stage(key("up/1/data"));
    try (ObjectWriter writer = writer("blobs/x")) {
      writer.write(ByteBuffer.wrap(bytes("bytes")));
      writer.complete();
    }
    driver().staged(key("up/1/data")).ifPresent(StagedObject::discard);
    assertThat(text("blobs/x")).isEqualTo("bytes");
    assertThat(driver().children(TOP, Optional.empty(), 10)).containsExactly("blobs");
  }

  @Test
  default void writer_thatIsGivenUp_leavesAStagedObjectThatGoesOn() {
    driver().stage(key("up/1/data"));
    try (ObjectWriter writer = writer("blobs/x")) {
      writer.write(ByteBuffer.wrap(bytes("begun")));
    }
    StagedObject staged = driver().staged(key("up/1/data")).orElseThrow();
    append(staged, staged.size(), "begun".substring((int) staged.size()));
    staged.publish(key("blobs/x"));
    assertThat(text("blobs/x")).isEqualTo("begun");
  }

  private ObjectWriter writer(String name) {
    return driver().writer(key(name), key("up/1/data"), OptionalLong.empty());
  }
}
