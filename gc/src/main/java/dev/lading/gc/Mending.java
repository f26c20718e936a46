package dev.lading.gc;

import dev.lading.content.store.Restoring;
import dev.lading.content.store.Restoring.Repair;

/**
 * Mends what is needed and was not there when the listing came by.
 *
 * @param dryRun whether it only looks what would come of it
 */
record Mending(Restoring restoring, boolean dryRun, Problems problems) {
  void mend(Mark.Needed needed) {
    problems.attempt(
        "looking for " + where(needed),
        () -> tell(dryRun ? needed.look(restoring) : needed.repair(restoring), needed));
  }

  /** That a manifest is missing was told when it could not be read. */
  private void tell(Repair repair, Mark.Needed needed) {
    switch (repair) {
      case SOUND -> {}
      case LINKED ->
          tell(Problem.Kind.LINK_REPAIRED, needed, "its link said nothing, and is written");
      case RESTORED -> tell(Problem.Kind.BYTES_RESTORED, needed, "its bytes were in the trash");
      case DELETED ->
          tell(
              Problem.Kind.BLOB_DELETED,
              needed,
              "a client deleted it by name, and a manifest needs it; push it again, or let"
                  + " lading scrub --repair link it");
      case MISSING -> {
        if (!needed.isManifest()) {
          tell(Problem.Kind.BLOB_MISSING, needed, "nobody has its bytes");
        }
      }
    }
  }

  private void tell(Problem.Kind kind, Mark.Needed needed, String what) {
    problems.add(new Problem(kind, where(needed), what));
  }

  private static String where(Mark.Needed needed) {
    return needed.repository() + "@" + needed.digest();
  }
}
