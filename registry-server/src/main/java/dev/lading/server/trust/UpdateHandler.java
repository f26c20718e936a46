package dev.lading.server.trust;

import dev.lading.server.exchange.Request;
import dev.lading.server.exchange.RequestException.BuffersExhausted;
import dev.lading.server.exchange.Response;
import dev.lading.trust.Gun;
import dev.lading.trust.metadata.Signature;
import dev.lading.trust.metadata.SignedMetadata;
import dev.lading.trust.publish.UpdateLimits;
import dev.lading.trust.publish.UpdateResult.Accepted;
import dev.lading.trust.publish.UpdateResult.Refused;
import dev.lading.trust.publish.UploadedPart;
import dev.lading.trust.service.TrustData;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Updates taken in, and all trust data of a repository removed. The log has every one of both. */
final class UpdateHandler {
  private static final Logger LOG = LoggerFactory.getLogger(UpdateHandler.class);
  private static final int LARGEST_BYTES = UpdateLimits.DEFAULT.totalBytes();
  private static final int SMALL_BYTES = 256 << 10;
  private static final int HEAP_SHARE = 16;
  private static final String NOBODY = "-";

  private final Guns guns;
  private final TrustData data;

  // An update is held whole, and its parts once more; this many that are not small fit in.
  private final Semaphore large;

  UpdateHandler(Guns guns, TrustData data) {
    this.guns = guns;
    this.data = data;
    long affordable = Runtime.getRuntime().maxMemory() / HEAP_SHARE / LARGEST_BYTES;
    this.large = new Semaphore(Math.clamp(affordable, 1, 1_000));
  }

  Response publish(Request request) {
    Gun gun = guns.getOurs(request);
    boolean small = request.body().declaredLength().orElse(Long.MAX_VALUE) <= SMALL_BYTES;
    if (small) {
      return publish(request, gun);
    }
    if (!large.tryAcquire()) {
      throw new BuffersExhausted();
    }
    try {
      return publish(request, gun);
    } finally {
      large.release();
    }
  }

  /** Whether or not there was anything: as notary has it. */
  Response remove(Request request) {
    Gun gun = guns.get(request);
    if (data.delete(gun)) {
      LOG.info("trust data removed gun={} by={}", gun, actor(request));
    }
    return Response.of(200);
  }

  private Response publish(Request request, Gun gun) {
    String type = request.headers().first("Content-Type").orElse("");
    byte[] body = request.body().readAll(LARGEST_BYTES);
    List<UploadedPart> parts = Multipart.read(type, body, UpdateLimits.DEFAULT.parts());
    return switch (data.publish(gun, parts)) {
      case Accepted accepted -> {
        LOG.info("trust data published gun={} by={} {}", gun, actor(request), told(accepted));
        yield Response.of(200); // 201 and 204 are failures to notary's clients
      }
      case Refused refused -> throw Refusals.of(refused);
    };
  }

  private static String actor(Request request) {
    return request.caller().name().orElse(NOBODY);
  }

  /** Each role's new version, and the keys that signed it. */
  private static String told(Accepted accepted) {
    return accepted.files().entrySet().stream()
        .map(each -> each.getKey().text() + "=" + each.getValue().version() + keys(each.getValue()))
        .sorted()
        .collect(Collectors.joining(" "));
  }

  private static String keys(SignedMetadata file) {
    return file.signatures().stream().map(Signature::keyId).toList().toString().replace(" ", "");
  }
}
