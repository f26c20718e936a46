package dev.lading.storage.s3;

/** What a registry needs of a store, or gains by; in the order in which it is found out. */
public enum Ability {
  /** The store answers. */
  REACH(true, "check regionendpoint, secure, and that nothing between blocks the way"),
  /** The bucket is there and may be listed. */
  LIST(true, "check the bucket's name, region and credentials; they need s3:ListBucket"),
  /** The store's clock and ours agree: ages of uploads are read off them, and signatures expire. */
  CLOCK(false, "synchronise this machine's clock, or the store's"),
  WRITE(
      true,
      "the credentials need s3:PutObject; if the store knows no checksums or chunked signatures,"
          + " switch those off"),
  READ(true, "the credentials need s3:GetObject"),
  /** A part of an object can be read: pulls that go on, and reads that were cut. */
  RANGE(true, "this store cannot be used, or a proxy before it drops the Range header"),
  /** Of several who create an object at once, one is told that it did. */
  CREATE_IF_ABSENT(
      true,
      "this store cannot be used: it must honour If-None-Match: * on PutObject, also in a race"),
  /** Large objects are made of parts that are objects already. */
  MULTIPART_COPY(true, "the store must know UploadPartCopy; the credentials need s3:PutObject"),
  /** A client can fetch an object from the store itself. */
  PRESIGNED(false, "set redirectendpoint to what clients reach, or storage.redirect.disable"),
  /** Uploads that were left can be found. */
  LIST_UPLOADS(false, "the credentials need s3:ListBucketMultipartUploads"),
  DELETE(true, "the credentials need s3:DeleteObject; the store must know DeleteObjects");

  private final boolean isRequired;
  private final String nextStep;

  Ability(boolean isRequired, String nextStep) {
    this.isRequired = isRequired;
    this.nextStep = nextStep;
  }

  /** Whether a registry over a store without it could not be correct. */
  public boolean isRequired() {
    return isRequired;
  }

  String nextStep() {
    return nextStep;
  }
}
