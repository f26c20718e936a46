package dev.lading.content.store;

import dev.lading.content.Digest;
import dev.lading.content.Manifest;
import dev.lading.content.RepositoryName;
import dev.lading.content.Tag;
import dev.lading.content.claim.Listed;
import dev.lading.storage.Key;
import dev.lading.storage.ListedObject;
import dev.lading.storage.Parallel;
import dev.lading.storage.StorageDriver;
import dev.lading.storage.StorageException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All that a store holds, told in one pass over a listing of it. Links are not asked for one by
 * one: one that is as long as the digest that it is named after says just that, for nobody writes
 * anything else. Only tags are read, and the few links of another length.
 *
 * <p>The store may change meanwhile; what is told is what was there when the pass came by.
 */
public final class Inventory {
  private static final Logger LOG = LoggerFactory.getLogger(Inventory.class);
  private static final int AT_ONCE = 16;

  /** A page of a directory is read by looking at all names in it, a page of a bucket is not. */
  private static final int DIRECTORY_PAGE = 10_000;

  private static final int BUCKET_PAGE = 1_000;

  private final StorageDriver driver;
  private final Links links;
  private final Revisions revisions;
  private final ManifestBytes bytes;
  private final boolean isShared;

  Inventory(
      StorageDriver driver,
      Links links,
      Revisions revisions,
      ManifestBytes bytes,
      boolean isShared) {
    this.driver = driver;
    this.links = links;
    this.revisions = revisions;
    this.bytes = bytes;
    this.isShared = isShared;
  }

  /**
   * Stored bytes.
   *
   * @param since by the store's time
   */
  public record Data(Digest digest, long size, Instant since) {}

  /**
   * A link that is named after a digest.
   *
   * @param target under which digest its bytes are stored; empty when it cannot be read as one
   * @param since by the store's time
   */
  public record Link(Digest named, Optional<Digest> target, Instant since) {}

  /**
   * A tag.
   *
   * @param since when it was set, by the store's time
   */
  public record Tagged(Tag tag, Digest target, Instant since) {}

  /**
   * That a tag once named a digest.
   *
   * @param since by the store's time
   */
  public record Past(Tag tag, Digest named, Instant since) {}

  /**
   * One repository.
   *
   * @param faults links that say nothing
   */
  public record Repository(
      RepositoryName name,
      List<Link> layers,
      List<Link> revisions,
      List<Tagged> tags,
      List<Past> history,
      List<Fault> faults) {}

  /** A link that says nothing, or does not now. */
  public sealed interface Fault {
    Key key();

    /** It is empty, or no digest: it counts as absent and keeps nothing. */
    record Unreadable(Key key) implements Fault {}

    /** It is nothing that this version knows; it may say that anything here is needed. */
    record NotUnderstood(Key key) implements Fault {}

    /** The store did not give it back; nobody knows what it keeps. */
    record Failed(Key key, StorageException reason) implements Fault {}
  }

  /** Told of all, first of all stored bytes and then of the repositories, in the order of keys. */
  public interface Visitor {
    void data(Data data);

    void repository(Repository repository);

    /** Among manifests and tags, and not understood: nobody knows what it keeps. */
    void foreign(Key key);

    /** Among manifests and tags, and known to keep nothing: file systems and editors leave such. */
    default void litter(Key key) {}
  }

  /**
   * Goes over the whole store.
   *
   * @throws StorageException when the store cannot be listed
   */
  public void visit(Visitor visitor) {
    Pass pass = new Pass(visitor);
    Listed.below(driver, Layout.DISTRIBUTION, isShared ? BUCKET_PAGE : DIRECTORY_PAGE)
        .forEach(pass::row);
    pass.flush();
  }

  /** What a manifest refers to; empty when its bytes are absent, damaged or no manifest. */
  public Optional<Manifest.References> references(Digest manifest) {
    return bytes
        .find(manifest)
        .map(stored -> Manifest.parse(stored.bytes(), Optional.empty()).references());
  }

  /** Whether the repository holds the manifest now. */
  public boolean holds(RepositoryName name, Digest manifest) {
    return revisions.holds(name, manifest);
  }

  /** What a link says now, read as it is; empty when it is gone, or says nothing. */
  public Optional<Digest> says(Doomed.Link link) {
    return links.find(link.key());
  }

  /** Whether there are bytes under that digest now. */
  public boolean hasData(Digest digest) {
    return driver.find(Layout.blobData(digest)).isPresent();
  }

  /** One repository's rows come together, as nothing of another is between them. */
  private final class Pass {
    private final Visitor visitor;
    private Optional<Gathering> current = Optional.empty();

    Pass(Visitor visitor) {
      this.visitor = visitor;
    }

    void row(ListedObject row) {
      switch (Place.of(row.key())) {
        case Place.Data(var digest) ->
            visitor.data(new Data(digest, row.info().size(), row.info().storeTime()));
        case Place.Layer(var name, var named) -> of(name).layers.add(row, named);
        case Place.Revision(var name, var named) -> of(name).revisions.add(row, named);
        case Place.TagLink(var name, var tag) -> of(name).tags.add(new Unread<>(row, tag));
        case Place.TagHistory(var name, var tag, var named) ->
            of(name).history.add(new Past(tag, named, row.info().storeTime()));
        case Place.Foreign(var name) -> {
          visitor.foreign(row.key());
          name.ifPresent(known -> of(known).faults.add(new Fault.NotUnderstood(row.key())));
        }
        case Place.Litter _ -> visitor.litter(row.key());
        case Place.Other _ -> {}
      }
    }

    void flush() {
      current.map(Gathering::whole).ifPresent(visitor::repository);
      current = Optional.empty();
    }

    private Gathering of(RepositoryName name) {
      if (current.filter(gathering -> gathering.name.equals(name)).isEmpty()) {
        flush();
        current = Optional.of(new Gathering(name));
      }
      return current.orElseThrow();
    }
  }

  private record Unread<T>(ListedObject row, T what) {
    Instant since() {
      return row.info().storeTime();
    }
  }

  /** What a link was found to say. */
  private sealed interface Said {
    record Target(Digest digest) implements Said {}

    record Nothing(Fault fault) implements Said {}

    /** It went after it was listed. */
    record Gone() implements Said {}
  }

  /** The rows of one repository. */
  private final class Gathering {
    private final RepositoryName name;
    private final LinkRows layers = new LinkRows();
    private final LinkRows revisions = new LinkRows();
    private final List<Unread<Tag>> tags = new ArrayList<>();
    private final List<Past> history = new ArrayList<>();
    private final List<Fault> faults = new ArrayList<>();

    Gathering(RepositoryName name) {
      this.name = name;
    }

    Repository whole() {
      List<Link> allLayers = layers.all(this);
      List<Link> allRevisions = revisions.all(this);
      return new Repository(name, allLayers, allRevisions, readTags(), history, faults);
    }

    private List<Tagged> readTags() {
      List<Said> said = read(tags);
      List<Tagged> read = new ArrayList<>();
      for (int i = 0; i < said.size(); i++) {
        Unread<Tag> tag = tags.get(i);
        target(said.get(i))
            .ifPresent(target -> read.add(new Tagged(tag.what(), target, tag.since())));
      }
      return read;
    }

    private <T> List<Said> read(List<Unread<T>> unread) {
      List<Supplier<Said>> reads =
          unread.stream().map(each -> (Supplier<Said>) () -> said(each.row())).toList();
      return Parallel.run(reads, AT_ONCE, "reading the links of " + name);
    }

    /** Notes a fault. */
    private Optional<Digest> target(Said said) {
      return switch (said) {
        case Said.Target(var digest) -> Optional.of(digest);
        case Said.Gone _ -> Optional.empty();
        case Said.Nothing(var fault) -> {
          faults.add(fault);
          yield Optional.empty();
        }
      };
    }
  }

  /** Links that are named after digests. */
  private static final class LinkRows {
    private final List<Link> plain = new ArrayList<>();
    private final List<Unread<Digest>> unread = new ArrayList<>();

    void add(ListedObject row, Digest named) {
      if (row.info().size() == named.algorithm().id().length() + 1 + named.hex().length()) {
        plain.add(new Link(named, Optional.of(named), row.info().storeTime()));
      } else {
        unread.add(new Unread<>(row, named));
      }
    }

    List<Link> all(Gathering repository) {
      List<Said> said = repository.read(unread);
      for (int i = 0; i < said.size(); i++) {
        Unread<Digest> link = unread.get(i);
        if (!(said.get(i) instanceof Said.Gone)) {
          plain.add(new Link(link.what(), repository.target(said.get(i)), link.since()));
        }
      }
      return plain;
    }
  }

  private Said said(ListedObject row) {
    try {
      Optional<Digest> target = links.find(row.key());
      if (target.isPresent()) {
        return new Said.Target(target.get());
      }
      return driver.find(row.key()).isPresent()
          ? new Said.Nothing(new Fault.Unreadable(row.key()))
          : new Said.Gone();
    } catch (StorageException e) {
      LOG.warn("link cannot be read key={}", row.key(), e);
      return new Said.Nothing(new Fault.Failed(row.key(), e));
    }
  }
}
