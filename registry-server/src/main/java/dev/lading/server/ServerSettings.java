package dev.lading.server;

import dev.lading.config.DataSize;
import dev.lading.config.Section;
import dev.lading.content.ImmutableTags;
import dev.lading.content.claim.GcTerms;
import dev.lading.content.store.ContentStore;
import dev.lading.server.exchange.Hostnames;
import dev.lading.server.gc.GcReading;
import dev.lading.server.gc.GcSettings;
import dev.lading.server.http.HttpSettings;
import dev.lading.trust.policy.TrustRules;
import java.util.Optional;

/**
 * All that is configured.
 *
 * @param gc when the collector runs, and what it removes
 * @param trust empty when no trust data is served
 * @param readOnly pushes and deletes are refused
 * @param deletes whether manifests and blobs may be deleted
 * @param manifestLimitBytes the largest manifest that is taken
 * @param uploadLimit how many upload bodies are taken at once
 */
record ServerSettings(
    LogSettings log,
    StorageSettings storage,
    HttpSettings http,
    AuthSettings auth,
    Optional<TrustSettings> trust,
    ContentStore.Settings content,
    GcSettings gc,
    UploadPurging uploadPurging,
    boolean readOnly,
    boolean deletes,
    int manifestLimitBytes,
    int uploadLimit,
    int tagsPerPage,
    int namesPerPage) {
  private static final int LEAST_MANIFEST_MIB = 4;
  private static final int MOST_PER_PAGE = 100_000;

  /** Reads every key that is obeyed; what stands here is what exists. */
  static ServerSettings from(Section root) {
    Section limits = root.section("limits");
    Section storage = root.section("storage");
    StorageSettings store = StorageSettings.from(root);
    HttpSettings http =
        HttpReading.from(
            root.section("http"),
            limits,
            !storage.section("redirect").flag("disable", false),
            store.ownDirectory().resolve("tls"));
    Hostnames hostnames = TrustReading.hostnames(root.section("trust"));
    TrustRules rules = TrustReading.rules(root.section("trust"), hostnames);
    SealingKey sealing =
        SealingReading.from(root.section("auth"), store, !hostnames.names().isEmpty());
    GcSettings gc = GcReading.from(root, !hostnames.names().isEmpty(), store.isShared());
    return new ServerSettings(
        LogSettings.from(root.section("log")),
        store,
        http,
        AuthReading.from(root.section("auth"), sealing, AuthReading.Certificates.askedBy(http)),
        trust(hostnames, rules, sealing),
        content(limits, store, gc.terms(), ImmutableTagsReading.from(root.section("tags"))),
        gc,
        UploadPurging.from(storage.section("maintenance").section("uploadpurging")),
        storage.section("maintenance").section("readonly").flag("enabled", false),
        storage.section("delete").flag("enabled", false),
        manifestLimit(limits),
        (int) limits.number("uploads", 1_000, 1, 1_000_000),
        (int) root.section("tags").number("maxtags", 1_000, 1, MOST_PER_PAGE),
        (int) root.section("catalog").number("maxentries", 1_000, 1, MOST_PER_PAGE));
  }

  /** The names that trust data is kept under; none when it is not. */
  Hostnames hostnames() {
    return trust.map(TrustSettings::hostnames).orElse(Hostnames.NONE);
  }

  private static Optional<TrustSettings> trust(
      Hostnames hostnames, TrustRules rules, SealingKey sealing) {
    long rememberedBytes = Runtime.getRuntime().maxMemory() / 32;
    return hostnames.names().isEmpty()
        ? Optional.empty()
        : Optional.of(new TrustSettings(hostnames, rules, sealing, rememberedBytes));
  }

  private static ContentStore.Settings content(
      Section limits, StorageSettings store, GcTerms terms, ImmutableTags immutable) {
    long heap = Runtime.getRuntime().maxMemory();
    long indexBytes = store.isShared() ? 0 : heap * 3 / 16;
    return new ContentStore.Settings(
        heap / 16, indexBytes, HttpReading.blobLimit(limits), terms, immutable);
  }

  /** The specification asks for at least 4 MiB. */
  private static int manifestLimit(Section limits) {
    long bytes = limits.size("manifest", DataSize.ofMiB(LEAST_MANIFEST_MIB)).bytes();
    if (bytes < DataSize.ofMiB(LEAST_MANIFEST_MIB).bytes() || bytes > DataSize.ofMiB(64).bytes()) {
      limits.problem("manifest", "is not between 4MiB and 64MiB. Write 4MiB, the default.");
    }
    return (int) Math.min(bytes, DataSize.ofMiB(64).bytes());
  }
}
