package dev.lading.storage.s3;

import java.io.EOFException;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/**
 * Refuses an answer whose connection ended in the middle of its head, which the client takes for
 * the end of the head: what the answer must say is then missing. It counts as lost, so that the
 * request is sent again.
 */
final class WholeAnswers implements ExecutionInterceptor {
  @Override
  public void afterUnmarshalling(
      Context.AfterUnmarshalling context, ExecutionAttributes attributes) {
    if (context.httpResponse().isSuccessful() && !isWhole(context.response())) {
      throw SdkClientException.create(
          "an answer ended in its head", new EOFException("an answer lacks what it must say"));
    }
  }

  private static boolean isWhole(SdkResponse response) {
    return switch (response) {
      case HeadObjectResponse head ->
          head.contentLength() != null && head.eTag() != null && head.lastModified() != null;
      case GetObjectResponse get -> get.contentLength() != null && get.eTag() != null;
      case PutObjectResponse put -> put.eTag() != null;
      case ListObjectsV2Response list -> list.isTruncated() != null;
      case ListMultipartUploadsResponse list -> list.isTruncated() != null;
      default -> true;
    };
  }
}
