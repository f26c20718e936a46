package dev.lading.storage.s3;

import java.util.Optional;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/**
 * How the store is to keep what it is given.
 *
 * @param encrypt whether it encrypts objects; with the key {@code keyId} of its key service if
 *     there is one, else with a key of its own
 * @param storageClass its default when empty
 * @param acl a canned one; its default when empty
 */
public record ObjectForm(
    boolean encrypt, Optional<String> keyId, Optional<String> storageClass, Optional<String> acl) {
  public static final ObjectForm PLAIN =
      new ObjectForm(false, Optional.empty(), Optional.empty(), Optional.empty());

  void applyTo(PutObjectRequest.Builder request) {
    encryption().ifPresent(request::serverSideEncryption);
    key().ifPresent(request::ssekmsKeyId);
    storageClass.ifPresent(request::storageClass);
    acl.ifPresent(request::acl);
  }

  /** A copy takes nothing of this from its source. */
  void applyTo(CopyObjectRequest.Builder request) {
    encryption().ifPresent(request::serverSideEncryption);
    key().ifPresent(request::ssekmsKeyId);
    storageClass.ifPresent(request::storageClass);
    acl.ifPresent(request::acl);
  }

  void applyTo(CreateMultipartUploadRequest.Builder request) {
    encryption().ifPresent(request::serverSideEncryption);
    key().ifPresent(request::ssekmsKeyId);
    storageClass.ifPresent(request::storageClass);
    acl.ifPresent(request::acl);
  }

  private Optional<ServerSideEncryption> encryption() {
    if (!encrypt) {
      return Optional.empty();
    }
    return Optional.of(
        keyId.isPresent() ? ServerSideEncryption.AWS_KMS : ServerSideEncryption.AES256);
  }

  private Optional<String> key() {
    return encrypt ? keyId : Optional.empty();
  }
}
