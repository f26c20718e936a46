package dev.lading.gc;

import static dev.lading.gc.World.OTHER;
import static dev.lading.gc.World.REPO;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class DiskUseTest {
  @Test
  void bytes_areUniqueOrShared() {
    World world = World.inMemory();
    world.pushImage(REPO, "v1", "config 1", "shared layer");
    world.pushImage(OTHER, "v1", "config", "shared layer");
    int inRepo = World.image(Optional.empty(), "config 1", "shared layer").length();
    int inOther = World.image(Optional.empty(), "config", "shared layer").length();
    assertThat(world.collector().diskUse())
        .containsExactly(
            new DiskUse(REPO, inRepo + "config 1".length(), "shared layer".length()),
            new DiskUse(OTHER, inOther + "config".length(), "shared layer".length()));
  }

  @Test
  void emptyStore_hasNoRepositories() {
    assertThat(World.inMemory().collector().diskUse()).isEmpty();
  }
}
