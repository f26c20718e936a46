package dev.lading.gc;

import dev.lading.content.ContentException;
import dev.lading.content.store.Collecting;
import dev.lading.content.store.Doomed;
import dev.lading.content.store.Restoring.Repair;
import dev.lading.gc.Finding.Kind;
import dev.lading.gc.Finding.State;
import dev.lading.storage.StorageException;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes links anew that a manifest or their own name proves, and brings bytes back from the trash.
 *
 * @param repairs false to tell only what could be done
 */
record LinkRepair(Collecting store, boolean repairs, Findings findings) {
  private static final Logger LOG = LoggerFactory.getLogger(LinkRepair.class);

  /** Over and over, as long as that mends any: indexes need their children. */
  void relinkAll(List<Doomed.Link> torn) {
    List<Doomed.Link> left = repairs ? torn : List.of();
    int before;
    do {
      before = left.size();
      left = left.stream().filter(link -> !isRelinked(link)).toList();
    } while (!left.isEmpty() && left.size() < before);
  }

  void mend(Mark.Needed needed) {
    String where = where(needed);
    switch (needed.look(store.restoring())) {
      case SOUND -> {}
      case LINKED, DELETED -> {
        Doomed.Link link = new Doomed.Link.Layer(needed.repository(), needed.digest());
        findings.add(Kind.LINK_MISSING, where(link), "a manifest needs it");
        repair(where(link), () -> store.restoring().relink(link));
      }
      case RESTORED -> {
        findings.add(missing(needed), where, "its bytes are in the trash");
        repair(where, () -> needed.repair(store.restoring()) != Repair.MISSING);
      }
      case MISSING -> findings.add(missing(needed), where, "nobody has its bytes");
    }
  }

  /** Notes what came of it, if anything is to be repaired. */
  void repair(String where, BooleanSupplier repair) {
    if (!repairs) {
      return;
    }
    try {
      findings.note(where, repair.getAsBoolean() ? State.REPAIRED : State.FAILED);
    } catch (StorageException | ContentException e) {
      LOG.warn("repair failed where={}", where, e);
      findings.note(where, State.FAILED);
    }
  }

  static String where(Doomed.Link link) {
    return switch (link) {
      case Doomed.Link.Tagged(var name, var tag, var _) -> name + ":" + tag;
      case Doomed.Link.Layer _, Doomed.Link.Revision _, Doomed.Link.TagHistory _ ->
          link.key().path();
    };
  }

  static String where(Mark.Needed needed) {
    return needed.repository() + "@" + needed.digest();
  }

  private boolean isRelinked(Doomed.Link link) {
    String where = link.key().path();
    try {
      boolean isMended = store.inventory().hasData(link.named()) && store.restoring().relink(link);
      if (isMended) {
        findings.note(where, State.REPAIRED);
      }
      return isMended;
    } catch (StorageException | ContentException e) {
      LOG.warn("link cannot be written anew key={}", where, e);
      findings.note(where, State.FAILED);
      return false;
    }
  }

  private static Kind missing(Mark.Needed needed) {
    return needed.isManifest() ? Kind.MANIFEST_MISSING : Kind.BLOB_MISSING;
  }
}
