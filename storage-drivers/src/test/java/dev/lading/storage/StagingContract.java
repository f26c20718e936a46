package dev.lading.storage;

import static dev.lading.storage.DriverFixture.append;
import static dev.lading.storage.DriverFixture.bytes;
import static dev.lading.storage.DriverFixture.content;
import static dev.lading.storage.DriverFixture.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Staged objects from their first byte to their publication. */
interface StagingContract extends DriverFixture {

  @Test
  default void staged_bytes_becomeAnObjectByPublishing() throws IOException {
    StagedObject staged = driver().stage(key("up/1/data"));
    assertThat(staged.size()).isZero();
    append(staged, 0, "Hello, ");
    append(staged, 7, "world");
    assertThat(staged.size()).isEqualTo(12);
    assertThat(content(staged)).isEqualTo("Hello, world");
    driver().writeTransient(key("up/1/startedat"), bytes("now"));
    List<Key> left = new ArrayList<>(staged.publish(key("blobs/x/data")));
    assertThat(text("blobs/x/data")).isEqualTo("Hello, world");
    assertThat(driver().staged(key("up/1/data")).isPresent()).isEqualTo(!left.isEmpty());
    left.add(key("up/1/startedat"));
    driver().deleteBelowTransient(key("up/1"), left);
    assertThat(driver().children(key("up"), Optional.empty(), 10)).isEmpty();
  }

  @Test
  default void staged_object_isFoundAgain() throws IOException {
    StagedObject staged = driver().stage(key("up/1/data"));
    append(staged, 0, "begun");
    StagedObject again = driver().staged(key("up/1/data")).orElseThrow();
    assertThat(again.key()).isEqualTo(key("up/1/data"));
    append(again, 5, " and continued");
    assertThat(content(again)).isEqualTo("begun and continued");
  }

  @Test
  default void staged_bytes_outliveTheDriver_ifObjectsDo() {
    append(driver().stage(key("up/1/data")), 0, "bytes");
    driver().write(key("a"), bytes("object"));
    reopen();
    assertThat(driver().staged(key("up/1/data")).map(StagedObject::size))
        .isEqualTo(isPersistent() ? Optional.of(5L) : Optional.empty());
    assertThat(driver().find(key("a")).isPresent()).isEqualTo(isPersistent());
  }

  @Test
  default void staged_bytes_areSeenAsAnObject_ifDeclared() {
    append(driver().stage(key("up/1/data")), 0, "bytes");
    assertThat(driver().find(key("up/1/data")).isPresent()).isEqualTo(showsStagedObjects());
    assertThat(listed("up", Optional.empty(), NO_LIMIT).contains("1/data"))
        .isEqualTo(showsStagedObjects());
  }

  @Test
  default void stage_whereSomethingIs_isRefused() {
    append(driver().stage(key("up/1/data")), 0, "kept");
    assertThatIllegalArgumentException().isThrownBy(() -> driver().stage(key("up/1/data")));
    assertThat(driver().staged(key("up/1/data"))).map(StagedObject::size).contains(4L);
  }

  @Test
  default void append_anywhereButAtTheEnd_isAConflict() throws IOException {
    StagedObject staged = driver().stage(key("up/1/data"));
    append(staged, 0, "12345");
    for (long offset : new long[] {0, 4, 6, -1, Long.MAX_VALUE}) {
      assertThatExceptionOfType(StagingConflict.class)
          .isThrownBy(() -> append(staged, offset, "x"))
          .satisfies(
              e -> {
                assertThat(e.offset()).isEqualTo(offset);
                assertThat(e.size()).isEqualTo(5);
              });
    }
    assertThat(content(staged)).isEqualTo("12345");
  }

  @Test
  default void append_takesBuffersOfAnyKind() throws IOException {
    StagedObject staged = driver().stage(key("up/1/data"));
    byte[] large = new byte[3_000_000];
    new Random(7).nextBytes(large);
    try (StagedAppend append = staged.append(0)) {
      append.write(ByteBuffer.wrap(large, 0, 1_000_000));
      append.write(ByteBuffer.allocate(0));
      ByteBuffer direct = ByteBuffer.allocateDirect(2_000_000);
      direct.put(large, 1_000_000, 2_000_000).flip();
      append.write(direct.asReadOnlyBuffer());
    }
    try (InputStream in = staged.read()) {
      assertThat(in.readAllBytes()).isEqualTo(large);
    }
  }

  @Test
  default void append_withoutWriting_changesNothing() {
    StagedObject staged = driver().stage(key("up/1/data"));
    staged.append(0).close();
    assertThat(staged.size()).isZero();
  }

  @Test
  default void publish_replacesWhatIsThere() {
    driver().write(key("blobs/x"), bytes("old and longer"));
    StagedObject staged = driver().stage(key("up/1/data"));
    append(staged, 0, "new");
    staged.publish(key("blobs/x"));
    assertThat(text("blobs/x")).isEqualTo("new");
  }

  @Test
  default void publish_ofNoBytes_isAnEmptyObject() {
    driver().stage(key("up/1/data")).publish(key("blobs/x"));
    assertThat(text("blobs/x")).isEmpty();
  }

  @Test
  default void discard_removesTheBytes() {
    StagedObject staged = driver().stage(key("up/1/data"));
    append(staged, 0, "x");
    staged.discard();
    staged.discard();
    assertThat(driver().staged(key("up/1/data"))).isEmpty();
    assertThat(driver().children(key("up"), Optional.empty(), 10)).isEmpty();
  }

  @Test
  default void staged_objectThatIsGone_saysSo() {
    StagedObject published = driver().stage(key("up/1/data"));
    driver().deleteBelowTransient(key("up/1"), published.publish(key("blobs/x")));
    StagedObject discarded = driver().stage(key("up/2/data"));
    discarded.discard();
    for (StagedObject gone : List.of(published, discarded)) {
      assertThatExceptionOfType(StagedObjectGone.class).isThrownBy(gone::size);
      assertThatExceptionOfType(StagedObjectGone.class).isThrownBy(() -> gone.append(0));
      assertThatExceptionOfType(StagedObjectGone.class).isThrownBy(gone::read);
      assertThatExceptionOfType(StagedObjectGone.class)
          .isThrownBy(() -> gone.publish(key("blobs/y")))
          .satisfies(e -> assertThat(e.key()).isEqualTo(gone.key()));
    }
    assertThat(driver().find(key("blobs/y"))).isEmpty();
  }
}
