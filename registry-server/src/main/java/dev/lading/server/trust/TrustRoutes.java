package dev.lading.server.trust;

import static dev.lading.server.exchange.Method.DELETE;
import static dev.lading.server.exchange.Method.GET;
import static dev.lading.server.exchange.Method.HEAD;
import static dev.lading.server.exchange.Method.POST;
import static dev.lading.server.exchange.TrustAccess.PREPARE;
import static dev.lading.server.exchange.TrustAccess.PUBLISH;
import static dev.lading.server.exchange.TrustAccess.READ;
import static dev.lading.server.exchange.TrustAccess.REMOVE;
import static dev.lading.server.exchange.TrustAccess.ROTATE;

import dev.lading.server.exchange.Dialect;
import dev.lading.server.exchange.Handler;
import dev.lading.server.exchange.Hostnames;
import dev.lading.server.exchange.Method;
import dev.lading.server.exchange.Need;
import dev.lading.server.exchange.Route;
import dev.lading.server.exchange.TrustAccess;
import dev.lading.trust.Role;
import dev.lading.trust.service.TrustData;
import dev.lading.trust.store.TrustStore;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * The rows of the route table that are about trust data; {@code <name>} is a GUN.
 *
 * <p>DEVIATION: notary-server answers 404 to a HEAD of metadata, and tells in one feed what
 * happened to all GUNs; here a HEAD is answered as a GET, and each GUN has a feed of its own.
 */
public final class TrustRoutes {
  private static final String METADATA = "/v2/<name>/_trust/tuf/";

  private TrustRoutes() {}

  /**
   * What the rows need.
   *
   * @param hostnames under which trust data is kept
   * @param readOnly whether nothing may be signed again for whoever asks for what has expired
   * @param healthy whether the store can be read
   */
  public record Settings(
      TrustData data,
      TrustStore store,
      Hostnames hostnames,
      boolean readOnly,
      BooleanSupplier healthy) {}

  public static List<Route> of(Settings settings) {
    Guns guns = new Guns(settings.hostnames());
    MetadataHandler metadata = new MetadataHandler(guns, files(settings));
    UpdateHandler updates = new UpdateHandler(guns, settings.data());
    KeyHandler timestampKeys = new KeyHandler(guns, settings.data(), Role.TIMESTAMP);
    KeyHandler snapshotKeys = new KeyHandler(guns, settings.data(), Role.SNAPSHOT);
    ChangefeedHandler changes = new ChangefeedHandler(guns, settings.store());
    HealthHandler health = new HealthHandler(settings.healthy());
    return List.of(
        row(GET, METADATA + "<file>", READ, metadata::get),
        row(HEAD, METADATA + "<file>", READ, metadata::head),
        row(GET, METADATA + "timestamp.key", PREPARE, timestampKeys::current),
        row(GET, METADATA + "snapshot.key", PREPARE, snapshotKeys::current),
        row(POST, METADATA + "timestamp.key", ROTATE, timestampKeys::next),
        row(POST, METADATA + "snapshot.key", ROTATE, snapshotKeys::next),
        row(POST, METADATA, PUBLISH, updates::publish),
        row(DELETE, METADATA, REMOVE, updates::remove),
        row(GET, "/v2/<name>/_trust/changefeed", READ, changes::list),
        new Route(GET, "/_notary_server/health", _ -> new Need.Nothing(), health::get));
  }

  private static TrustFiles files(Settings settings) {
    return settings.readOnly()
        ? TrustFiles.asTheyAre(settings.store())
        : TrustFiles.keptFresh(settings.store(), settings.data());
  }

  private static Route row(Method method, String pattern, TrustAccess access, Handler handler) {
    return new Route(
        method,
        pattern,
        request -> new Need.Trust(request.parameters().get("name"), access),
        handler,
        Dialect.NOTARY);
  }
}
