package dev.lading.storage.s3;

/** What a registry needs of a store, or gains by; in the order in which it is found out. */
public enum Ability {
  /** A store answers. */
  REACH(true, "", "check regionendpoint, secure, and that nothing between blocks the way"),
  /** The bucket is there and may be listed. */
  LIST(true, "s3:ListBucket", "check bucket, region and credentials"),
  /** The store's clock and ours agree: ages of uploads are read off them, and signatures expire. */
  CLOCK(false, "", "synchronise this machine's clock, or the store's"),
  WRITE(
      true,
      "s3:PutObject",
      "the store may be read-only; if it knows no checksums or no chunked signatures, set checksum:"
          + " when-required or chunkedencoding: false"),
  READ(true, "s3:GetObject", "this store cannot be used, or a proxy before it changes answers"),
  /** A part of an object can be read: pulls that go on, and reads that were cut. */
  RANGE(
      true,
      "s3:GetObject",
      "this store cannot be used, or a proxy before it drops the Range header"),
  /** Of several who create an object at once, one is told that it did. */
  CREATE_IF_ABSENT(
      true,
      "s3:PutObject",
      "this store cannot be used: it must honour If-None-Match: * on PutObject, also in a race"),
  /** Large objects are made of parts that are objects already. */
  MULTIPART_COPY(
      true,
      "s3:GetObject, s3:PutObject and s3:AbortMultipartUpload",
      "this store cannot be used: it must know UploadPartCopy"),
  /** A client can fetch an object from the store itself. */
  PRESIGNED(
      false,
      "s3:GetObject",
      "set redirectendpoint to what clients reach, or storage.redirect.disable"),
  /** Uploads that were left can be found. */
  LIST_UPLOADS(
      false,
      "s3:ListBucketMultipartUploads",
      "multipart uploads that are never completed have to be removed by other means"),
  DELETE(true, "s3:DeleteObject", "this store cannot be used: it must know DeleteObjects"),
  /** A removal that was signed for some seconds is carried out in these or never. */
  FENCED_DELETE(
      false,
      "s3:DeleteObject",
      "garbage collection then relies on no removal being on its way for more than a minute: keep"
          + " proxies that repeat or hold back requests out of the way");

  private final boolean isRequired;
  private final String right;
  private final String nextStep;

  /**
   * @param right what the credentials need for it; empty when it is nothing of its own
   * @param nextStep what to do when it is not for want of the right
   */
  Ability(boolean isRequired, String right, String nextStep) {
    this.isRequired = isRequired;
    this.right = right;
    this.nextStep = nextStep;
  }

  /** Whether a registry over a store without it could not be correct. */
  public boolean isRequired() {
    return isRequired;
  }

  String nextStep() {
    return nextStep;
  }

  /** What to do when the store says that this is forbidden. */
  String nextStepWhenForbidden() {
    return right.isEmpty() ? nextStep : "give the credentials the right " + right;
  }
}
