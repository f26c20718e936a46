package dev.lading.content.store;

import dev.lading.content.claim.DeclaredTerms;
import dev.lading.content.claim.GcTerms;
import dev.lading.content.claim.Holds;
import dev.lading.content.claim.Marks;
import dev.lading.content.claim.Runs;
import dev.lading.content.claim.StoreClock;
import dev.lading.storage.StorageDriver;

/**
 * What a collector works with.
 *
 * @param driver for what it notes for itself
 * @param isShared whether other processes write to the store, and may collect in it
 */
public record Collecting(
    StorageDriver driver,
    Inventory inventory,
    Removals removals,
    Restoring restoring,
    Verifying verifying,
    Marks marks,
    Runs runs,
    Trash trash,
    Holds holds,
    AbandonedUploads abandonedUploads,
    StoreClock clock,
    GcTerms terms,
    DeclaredTerms declaredTerms,
    boolean isShared) {}
