package dev.lading.conformance.api;

import java.util.List;
import java.util.stream.Stream;

/** All tables of the suite. */
public final class Tables {
  private Tables() {}

  public static List<Table> all() {
    return List.of(
        new Table("GET /v2/ and unknown paths", BaseRows.rows()),
        new Table("blobs", BlobRows.rows()),
        new Table("blob ranges", BlobRangeRows.rows()),
        new Table("opening an upload", UploadOpenRows.rows()),
        new Table("upload chunks", UploadChunkRows.rows()),
        new Table("closing an upload", UploadCloseRows.rows()),
        new Table("mounting a blob", MountRows.rows()),
        new Table("pulling manifests", ManifestGetRows.rows()),
        new Table("pushing manifests", ManifestPutRows.rows()),
        new Table("manifests that are refused", ManifestRefusedRows.rows()),
        new Table("pushing manifests with tags or by SHA-512", ManifestTagRows.rows()),
        new Table("deleting tags and manifests", ManifestDeleteRows.rows()),
        new Table("tag lists", TagListRows.rows()),
        new Table("referrers", ReferrerRows.rows()),
        new Table("the catalog", CatalogRows.rows()),
        new Table("HTTP itself", WireRows.rows()),
        new Table("hostile requests", HostileRows.rows()));
  }

  /** Every row there is, those that need a configuration of their own included. */
  public static Stream<Row> everyRow() {
    return Stream.concat(rows(), Variants.rows());
  }

  /** Every row of every table. */
  public static Stream<Row> rows() {
    return all().stream().flatMap(table -> table.rows().stream());
  }
}
