package dev.lading.runtime.registry.client;

import dev.lading.content.Descriptor;
import dev.lading.content.Digest;
import dev.lading.content.RepositoryName;
import dev.lading.runtime.registry.RegistryException.WrongSize;
import dev.lading.runtime.registry.http.Answer;
import dev.lading.runtime.registry.http.Method;
import dev.lading.runtime.registry.http.Request;
import dev.lading.runtime.registry.login.Scope;
import java.security.MessageDigest;

/**
 * The blobs of one repository.
 *
 * @see <a
 *     href="https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#pulling-blobs">OCI
 *     distribution-spec, pulling blobs</a>
 */
public final class Blobs {
  private final Caller caller;
  private final RepositoryName name;

  Blobs(Caller caller, RepositoryName name) {
    this.caller = caller;
    this.name = name;
  }

  /** Whether the registry says that it has it. */
  public boolean has(Digest digest) {
    try (Answer answer = caller.send(request(Method.HEAD, digest), Scope.pull(name))) {
      return answer.status() != 404 && Caller.succeeded(answer).isSuccess();
    }
  }

  /**
   * A blob from its first byte; nothing is asked before it is read.
   *
   * @param blob by its digest and size; neither more bytes nor other ones are handed out as whole
   * @return closed by the caller
   */
  public BlobStream open(Descriptor blob) {
    return resume(blob, 0, blob.digest().algorithm().newDigest());
  }

  /**
   * The rest of a blob whose first bytes are here already.
   *
   * @param offset how many those are
   * @param hash that has taken them; it is the stream's from now on
   * @return closed by the caller
   */
  public BlobStream resume(Descriptor blob, long offset, MessageDigest hash) {
    if (offset < 0 || offset > blob.size()) {
      throw new WrongSize(caller.uri(path(blob.digest())), blob.size());
    }
    Request request = request(Method.GET, blob.digest());
    return new BlobStream(from -> from(request, from), request.uri(), blob, offset, hash);
  }

  private Answer from(Request request, long offset) {
    Request ranged = offset == 0 ? request : request.with("Range", "bytes=" + offset + "-");
    return caller.succeed(ranged, Scope.pull(name));
  }

  private Request request(Method method, Digest digest) {
    return caller.request(method, path(digest));
  }

  private String path(Digest digest) {
    return name + "/blobs/" + digest;
  }
}
