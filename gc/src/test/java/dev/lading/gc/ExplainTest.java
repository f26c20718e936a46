package dev.lading.gc;

import static dev.lading.gc.World.DAY;
import static dev.lading.gc.World.GRACE;
import static dev.lading.gc.World.OTHER;
import static dev.lading.gc.World.REPO;
import static dev.lading.gc.World.sha256;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.content.Digest;
import dev.lading.content.RepositoryName;
import dev.lading.content.Tag;
import dev.lading.gc.Explanation.Chain;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExplainTest {
  private final World world = World.inMemory();

  @Test
  void layerOfAnIndex_isKeptByTheWholeChain() {
    world.pushBlob(REPO, "config");
    world.pushBlob(REPO, "layer");
    Digest child = world.pushUntagged(REPO, World.image(Optional.empty(), "config", "layer"));
    Digest index = world.push(REPO, Tag.parse("all"), world.index(child));
    world.collecting(World.untaggedFor(GRACE)).upForADay();
    assertThat(explain(sha256("layer")))
        .isEqualTo(
            new Explanation.Kept(
                sha256("layer"),
                List.of(
                    new Chain(
                        REPO,
                        Optional.of(Tag.parse("all")),
                        List.of(index, child, sha256("layer"))))));
  }

  @Test
  void sharedLayer_isKeptInEachRepository() {
    Digest one = world.pushImage(REPO, "v1", "config", "layer");
    world.pushImage(OTHER, "v2", "config", "layer");
    assertThat(explain(sha256("layer")))
        .isEqualTo(
            new Explanation.Kept(
                sha256("layer"),
                List.of(
                    chain(REPO, "v1", one, sha256("layer")),
                    chain(OTHER, "v2", one, sha256("layer")))));
  }

  private static Chain chain(RepositoryName name, String tag, Digest... manifests) {
    return new Chain(name, Optional.of(Tag.parse(tag)), List.of(manifests));
  }

  @Test
  void untaggedManifest_isItsOwnRoot() {
    Digest image = world.pushImage(REPO, "v1", "config");
    world.content.tags().remove(REPO, Tag.parse("v1"));
    assertThat(explain(image))
        .isEqualTo(
            new Explanation.Kept(
                image, List.of(new Chain(REPO, Optional.empty(), List.of(image)))));
  }

  @Test
  void unreachableLayer_goesAGraceAfterItWasFirstSeenSo() {
    world.pushBlob(REPO, "layer");
    Instant pushed = world.clock.instant();
    world.upForADay();
    assertThat(explain(sha256("layer")))
        .isEqualTo(
            new Explanation.Unreachable(
                sha256("layer"),
                Optional.empty(),
                world.clock.instant().plus(GRACE),
                5,
                Optional.of(pushed)));
    world.scheduled();
    Instant seen = world.clock.instant();
    world.clock.pass(GRACE.dividedBy(2));
    assertThat(explain(sha256("layer")))
        .isEqualTo(
            new Explanation.Unreachable(
                sha256("layer"), Optional.of(seen), seen.plus(GRACE), 5, Optional.of(pushed)));
  }

  @Test
  void layerBesideACorruptManifest_isKeptByDoubt() {
    Digest image = world.pushImage(REPO, "v1", "config");
    world.pushBlob(REPO, "layer");
    world.write(World.dataKey(image), "{torn");
    World reopened = World.over(world.driver, world.clock);
    assertThat(reopened.collector().explain(sha256("layer")))
        .isInstanceOfSatisfying(
            Explanation.KeptByDoubt.class,
            doubt -> {
              assertThat(doubt.repositories()).containsExactly(REPO);
              assertThat(doubt.problems())
                  .extracting(Problem::kind)
                  .containsExactly(Problem.Kind.MANIFEST_UNREADABLE);
            });
  }

  @Test
  void digestThatNothingKnows_isUnknown() {
    world.pushImage(REPO, "v1", "config");
    assertThat(explain(sha256("nothing"))).isEqualTo(new Explanation.Unknown(sha256("nothing")));
    world.pushBlob(REPO, "gone");
    world.clock.pass(DAY);
    world.now();
    assertThat(explain(sha256("gone"))).isEqualTo(new Explanation.Unknown(sha256("gone")));
  }

  private Explanation explain(Digest digest) {
    return world.collector().explain(digest);
  }
}
