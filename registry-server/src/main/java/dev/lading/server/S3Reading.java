package dev.lading.server;

import dev.lading.config.DataSize;
import dev.lading.config.Section;
import dev.lading.storage.s3.ObjectForm;
import dev.lading.storage.s3.S3Credentials;
import dev.lading.storage.s3.S3Dialect;
import dev.lading.storage.s3.S3Endpoint;
import dev.lading.storage.s3.S3Endpoint.Variant;
import dev.lading.storage.s3.S3Settings;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a bucket's settings out of {@code storage.s3}, whose keys are distribution's and mean what
 * they mean there. Not read, because nothing here depends on them: {@code multipartcopychunksize}
 * and {@code multipartcopythresholdsize} (an upload's own parts are what is copied) and {@code
 * loglevel} (see {@code log.level}).
 */
final class S3Reading {
  private static final DataSize LEAST_CHUNK = DataSize.ofMiB(5);
  private static final DataSize GREATEST_CHUNK = DataSize.ofMiB(512);
  private static final String STORES_DEFAULT = "NONE";

  /** Those whose objects can be read at once. */
  private static final List<String> STORAGE_CLASSES =
      List.of(
          STORES_DEFAULT,
          "STANDARD",
          "REDUCED_REDUNDANCY",
          "STANDARD_IA",
          "ONEZONE_IA",
          "INTELLIGENT_TIERING",
          "OUTPOSTS",
          "GLACIER_IR",
          "EXPRESS_ONEZONE");

  private static final List<String> ACLS =
      List.of(
          "private",
          "public-read",
          "public-read-write",
          "authenticated-read",
          "aws-exec-read",
          "bucket-owner-read",
          "bucket-owner-full-control");

  private enum Checksum {
    WHEN_SUPPORTED,
    WHEN_REQUIRED
  }

  private final Section s3;
  private final Optional<String> regionEndpoint;
  private final boolean forcePathStyle;
  private final boolean secure;

  /** Distribution 2 names the bucket in the path unless told otherwise, and 3 where it is told. */
  private S3Reading(Section s3) {
    this.s3 = s3;
    this.regionEndpoint = address("regionendpoint");
    this.forcePathStyle = s3.flag("forcepathstyle", regionEndpoint.isPresent());
    this.secure = s3.flag("secure", true);
  }

  static S3Settings from(Section s3) {
    return new S3Reading(s3).settings();
  }

  private S3Settings settings() {
    refuseOldSignatures();
    return new S3Settings(
        needed("bucket", "is missing. Write the name of a bucket that is there."),
        region(),
        s3.text("rootdirectory", ""),
        endpoint(),
        credentials(),
        form(),
        (int) s3.value("chunksize", "10MiB", S3Reading::chunk).bytes(),
        (int) s3.number("multipartcopymaxconcurrency", 16, 1, 1_000));
  }

  private void refuseOldSignatures() {
    if (!s3.flag("v4auth", true)) {
      s3.problem(
          "v4auth", "asks for signatures of version 2, which are not built. Write v4auth: true.");
    }
  }

  /** Stores other than AWS take any, and this one from those that know only one. */
  private String region() {
    return s3.isSet("regionendpoint")
        ? text("region").orElse("us-east-1")
        : needed("region", "is missing. Write the region of the bucket, or a regionendpoint.");
  }

  private S3Endpoint endpoint() {
    return new S3Endpoint(
        regionEndpoint,
        address("redirectendpoint"),
        forcePathStyle,
        secure,
        unverified(),
        variants(),
        dialect());
  }

  private boolean unverified() {
    boolean unverified = s3.flag("skipverify", false);
    if (unverified) {
      s3.warning(
          "skipverify",
          "whoever is between this registry and the store can read and change everything.");
    }
    return unverified;
  }

  private Set<Variant> variants() {
    Set<Variant> variants = EnumSet.noneOf(Variant.class);
    variant("accelerate", Variant.ACCELERATE, variants);
    variant("usedualstack", Variant.DUAL_STACK, variants);
    variant("usefipsendpoint", Variant.FIPS, variants);
    if (variants.contains(Variant.ACCELERATE) && forcePathStyle) {
      s3.problem("accelerate", "has no addresses in path style. Write forcepathstyle: false.");
    }
    return variants;
  }

  private void variant(String name, Variant variant, Set<Variant> variants) {
    if (!s3.flag(name, false)) {
      return;
    }
    variants.add(variant);
    if (regionEndpoint.isPresent() || !secure) {
      s3.problem(
          name, "chooses one of AWS's own endpoints. Remove it, or regionendpoint and secure.");
    }
  }

  private S3Dialect dialect() {
    return new S3Dialect(
        s3.choice("checksum", Checksum.WHEN_SUPPORTED) == Checksum.WHEN_SUPPORTED,
        s3.flag("chunkedencoding", true),
        text("useragent"));
  }

  /** Half a pair would be left aside silently, and others be looked for in the environment. */
  private Optional<S3Credentials> credentials() {
    Optional<String> accessKey = s3.secret("accesskey").flatMap(S3Reading::set);
    Optional<String> secretKey = s3.secret("secretkey").flatMap(S3Reading::set);
    Optional<String> token = s3.secret("sessiontoken").flatMap(S3Reading::set);
    if (accessKey.isPresent() != secretKey.isPresent()) {
      String missing = accessKey.isPresent() ? "secretkey" : "accesskey";
      s3.problem(missing, "is missing. Write both accesskey and secretkey, or neither.");
    } else if (token.isPresent() && accessKey.isEmpty()) {
      s3.problem("sessiontoken", "belongs to an accesskey and a secretkey. Write them, too.");
    }
    return accessKey.flatMap(
        access -> secretKey.map(secret -> new S3Credentials(access, secret, token)));
  }

  private ObjectForm form() {
    return new ObjectForm(
        s3.flag("encrypt", false),
        text("keyid"),
        s3.optional("storageclass", S3Reading::storageClass)
            .filter(name -> !name.equals(STORES_DEFAULT)),
        s3.optional("objectacl", name -> oneOf(ACLS, name)));
  }

  private Optional<String> address(String name) {
    return s3.optional(name, S3Reading::requireAddress).flatMap(S3Reading::set);
  }

  private Optional<String> text(String name) {
    return s3.text(name).flatMap(S3Reading::set);
  }

  private String needed(String name, String message) {
    Optional<String> text = text(name);
    if (text.isEmpty()) {
      s3.problem(name, message);
    }
    return text.orElse("");
  }

  private static Optional<String> set(String text) {
    return Optional.of(text).filter(some -> !some.isEmpty());
  }

  private static String storageClass(String text) {
    return oneOf(STORAGE_CLASSES, text.toUpperCase(Locale.ROOT));
  }

  private static String oneOf(List<String> names, String text) {
    if (!names.contains(text)) {
      throw new IllegalArgumentException("is none of " + String.join(", ", names));
    }
    return text;
  }

  private static DataSize chunk(String text) {
    DataSize size = DataSize.parse(text);
    if (size.bytes() < LEAST_CHUNK.bytes() || size.bytes() > GREATEST_CHUNK.bytes()) {
      throw new IllegalArgumentException(
          "is not between " + LEAST_CHUNK + " and " + GREATEST_CHUNK + "; write for example 10MiB");
    }
    return size;
  }

  /** Empty, {@code host:port}, or a URI. */
  private static String requireAddress(String text) {
    if (!text.isEmpty() && !isAddress(text.contains("://") ? text : "https://" + text)) {
      throw new IllegalArgumentException(
          "is not the address of a store; write for example https://s3.example.com");
    }
    return text;
  }

  private static boolean isAddress(String text) {
    try {
      URI uri = new URI(text);
      return uri.getHost() != null && List.of("http", "https").contains(uri.getScheme());
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
