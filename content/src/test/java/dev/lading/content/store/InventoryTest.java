package dev.lading.content.store;

import static dev.lading.content.store.TestStore.OTHER;
import static dev.lading.content.store.TestStore.REPO;
import static dev.lading.content.store.TestStore.sha256;
import static dev.lading.content.store.TestStore.sha512;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.lading.content.Digest;
import dev.lading.content.RepositoryName;
import dev.lading.content.Tag;
import dev.lading.content.store.WatchedDriver.Verb;
import dev.lading.storage.Key;
import dev.lading.storage.StorageUnavailable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InventoryTest {
  private final TestStore store = TestStore.inMemory();
  private final List<Inventory.Data> data = new ArrayList<>();
  private final List<Inventory.Repository> repositories = new ArrayList<>();
  private final List<Key> foreign = new ArrayList<>();

  @Test
  void everything_isToldOnce_byRepository() {
    Digest image = store.pushImage(REPO, "v1");
    store.pushBlob(OTHER, "layer");
    store.start(OTHER);
    visit();
    assertThat(data)
        .extracting(Inventory.Data::digest)
        .containsExactlyInAnyOrder(image, sha256("v1"), sha256("layer"));
    assertThat(repositories).extracting(Inventory.Repository::name).containsExactly(REPO, OTHER);
    Inventory.Repository first = repositories.getFirst();
    assertThat(first.layers()).extracting(Inventory.Link::named).containsExactly(sha256("v1"));
    assertThat(first.revisions()).extracting(Inventory.Link::named).containsExactly(image);
    assertThat(first.tags())
        .extracting(Inventory.Tagged::tag, Inventory.Tagged::target)
        .containsExactly(tuple(new Tag("v1"), image));
    assertThat(first.history()).extracting(Inventory.Past::named).containsExactly(image);
    assertThat(foreign).isEmpty();
  }

  /** A repository's keys stand together, whatever names lie within its own. */
  @Test
  void repositoriesWithinEachOther_areToldApart() {
    List<String> names = List.of("a", "a-b", "a/0", "a/b", "a/b/c", "a0", "b");
    names.forEach(name -> store.pushImage(RepositoryName.parse(name), "v1"));
    visit();
    assertThat(repositories)
        .extracting(each -> each.name().name())
        .containsExactlyInAnyOrderElementsOf(names);
    assertThat(repositories).allSatisfy(each -> assertThat(each.tags()).hasSize(1));
  }

  @Test
  void links_areNotRead_unlessTheyAreOfAnotherLength() {
    store.pushImage(REPO, "v1");
    store.driver.write(Layout.layerLink(REPO, sha512("a")), sha256("a").toString().getBytes(UTF_8));
    List<Key> read = new ArrayList<>();
    store.driver.watch(
        (verb, key) -> {
          if (verb == Verb.READ) {
            read.add(key);
          }
        });
    visit();
    assertThat(read)
        .containsExactlyInAnyOrder(
            Layout.tagLink(REPO, new Tag("v1")), Layout.layerLink(REPO, sha512("a")));
    assertThat(repositories.getFirst().layers())
        .filteredOn(link -> link.named().equals(sha512("a")))
        .extracting(Inventory.Link::target)
        .containsExactly(Optional.of(sha256("a")));
  }

  @Test
  void emptyLink_isAFault_andOneThatTheStoreKeepsAsWell() {
    store.pushImage(REPO, "v1");
    store.driver.write(Layout.layerLink(REPO, sha256("torn")), new byte[0]);
    StorageUnavailable failure = new StorageUnavailable("bad sector", new IOException());
    store.driver.watch(
        (verb, key) -> {
          if (verb == Verb.READ && key.equals(Layout.tagLink(REPO, new Tag("v1")))) {
            throw failure;
          }
        });
    visit();
    assertThat(repositories.getFirst().faults())
        .containsExactly(
            new Inventory.Fault.Unreadable(Layout.layerLink(REPO, sha256("torn"))),
            new Inventory.Fault.Failed(Layout.tagLink(REPO, new Tag("v1")), failure));
    assertThat(repositories.getFirst().tags()).isEmpty();
  }

  @Test
  void linkThatGoesMeanwhile_isNoFault() {
    store.pushImage(REPO, "v1");
    Key tag = Layout.tagLink(REPO, new Tag("v1"));
    store.driver.watch(
        (verb, key) -> {
          if (verb == Verb.READ && key.equals(tag)) {
            store.driver.unwatch();
            store.driver.delete(tag);
          }
        });
    visit();
    assertThat(repositories.getFirst().faults()).isEmpty();
    assertThat(repositories.getFirst().tags()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "docker/registry/v2/repositories/Upper/_manifests/revisions/sha256/x/link",
        "docker/registry/v2/repositories/a/_manifests/revisions/sha999/x/link",
        "docker/registry/v2/repositories/a/_manifests/tags/~/current/link",
        "docker/registry/v2/repositories/a/_manifests/else",
      })
  void whatIsNotUnderstoodAmongManifests_isForeign(String key) {
    store.write(key, "");
    visit();
    assertThat(foreign).containsExactly(Key.of(key));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "docker/registry/v2/stray",
        "docker/registry/v2/blobs/sha256/xx/data",
        "docker/registry/v2/repositories/stray",
        "docker/registry/v2/repositories/_layers/stray",
        "docker/registry/v2/repositories/a/_layers/sha999/x/link",
        "docker/registry/v2/repositories/a/_uploads/x/data",
      })
  void whatNobodyCouldNeed_isPassedOver(String key) {
    store.write(key, "");
    visit();
    assertThat(foreign).isEmpty();
    assertThat(repositories).isEmpty();
    assertThat(data).isEmpty();
  }

  private void visit() {
    store
        .content
        .collecting()
        .inventory()
        .visit(
            new Inventory.Visitor() {
              @Override
              public void data(Inventory.Data each) {
                data.add(each);
              }

              @Override
              public void repository(Inventory.Repository each) {
                repositories.add(each);
              }

              @Override
              public void foreign(Key key) {
                foreign.add(key);
              }
            });
  }
}
