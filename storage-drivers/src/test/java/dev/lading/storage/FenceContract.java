package dev.lading.storage;

import static dev.lading.storage.DriverFixture.bytes;
import static dev.lading.storage.DriverFixture.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Removals that take effect in time or never. */
interface FenceContract extends DriverFixture {
  /** Longer than any test. */
  Duration WINDOW = Duration.ofMinutes(10);

  @Test
  default void fence_inItsWindow_removesWhatItIsToldTo() {
    List.of("l/a", "l/b/c", "l/d").forEach(name -> driver().write(key(name), bytes(name)));
    Fence fence = driver().fence(WINDOW);
    assertThat(fence.delete(key("l/a"))).isTrue();
    assertThat(driver().find(key("l/a"))).isEmpty();
    assertThat(listed("l", Optional.empty(), 10)).containsExactly("b/c", "d");
    assertThat(fence.delete(key("l/b/c"))).isTrue();
    assertThat(driver().children(key("l"), Optional.empty(), 10)).containsExactly("d");
    assertThat(text("l/d")).isEqualTo("l/d");
  }

  @Test
  default void fence_findsNothing_isAsGood() {
    driver().write(key("a/b"), bytes("x"));
    Fence fence = driver().fence(WINDOW);
    assertThat(fence.delete(key("x/y/z"))).isTrue();
    assertThat(fence.delete(key("a/b"))).isTrue();
    assertThat(fence.delete(key("a/b"))).isTrue();
    assertThat(driver().children(TOP, Optional.empty(), 10)).isEmpty();
  }

  @Test
  default void fence_removesWhatWasWrittenAfterItWasBegun() {
    Fence fence = driver().fence(WINDOW);
    driver().write(key("a/b"), bytes("x"));
    assertThat(fence.delete(key("a/b"))).isTrue();
    assertThat(driver().find(key("a/b"))).isEmpty();
    driver().write(key("a/b"), bytes("again"));
    assertThat(text("a/b")).isEqualTo("again");
  }

  @Test
  default void fence_forOddNames_removesThoseOnly() {
    List<String> names =
        List.of("a b", "%2F", "%", "+", "a:b", "a&b=c", "#", "?x=1", "~", "*", "'\"", "$HOME");
    names.forEach(name -> driver().write(key("odd/" + name), bytes(name)));
    driver().write(key("odd/stays"), bytes("x"));
    Fence fence = driver().fence(WINDOW);
    assertThat(names).allMatch(name -> fence.delete(key("odd/" + name)));
    assertThat(listed("odd", Optional.empty(), 100)).containsExactly("stays");
  }

  @Test
  default void fence_ofLessThanASecond_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> driver().fence(Duration.ofMillis(999)));
    assertThatIllegalArgumentException().isThrownBy(() -> driver().fence(Duration.ofSeconds(-1)));
  }

  @Test
  default void fences_ofManyAtOnce_removeAll() throws Exception {
    List<Callable<Boolean>> removals =
        IntStream.range(0, 40)
            .mapToObj(
                i ->
                    (Callable<Boolean>)
                        () -> {
                          Key key = key("many/" + i % 5 + "/" + i);
                          driver().write(key, bytes("x"));
                          return driver().fence(WINDOW).delete(key);
                        })
            .toList();
    assertThat(Together.run(removals)).containsOnly(true);
    assertThat(driver().children(TOP, Optional.empty(), 10)).isEmpty();
  }
}
