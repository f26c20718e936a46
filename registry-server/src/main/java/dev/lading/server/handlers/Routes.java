package dev.lading.server.handlers;

import static dev.lading.server.exchange.Method.DELETE;
import static dev.lading.server.exchange.Method.GET;
import static dev.lading.server.exchange.Method.HEAD;
import static dev.lading.server.exchange.Method.PATCH;
import static dev.lading.server.exchange.Method.POST;
import static dev.lading.server.exchange.Method.PUT;

import dev.lading.content.store.ContentStore;
import dev.lading.server.exchange.Handler;
import dev.lading.server.exchange.Method;
import dev.lading.server.exchange.Need;
import dev.lading.server.exchange.Request;
import dev.lading.server.exchange.Route;
import dev.lading.server.exchange.Scope;
import dev.lading.server.exchange.Scope.Action;
import dev.lading.trust.policy.TrustPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** The route table: method, path, the rights it needs, who answers. */
public final class Routes {
  private static final Function<Request, Need> PULL = on(Action.PULL);
  private static final Function<Request, Need> PUSH = on(Action.PULL, Action.PUSH);
  private static final Function<Request, Need> REMOVE = on(Action.DELETE);

  private Routes() {}

  /**
   * What the table needs beside the store.
   *
   * @param redirects whether clients are left to fetch blobs elsewhere, if they can
   * @param healthy asked by {@code /healthz}
   * @param garbage what answers to removals tell
   */
  public record Settings(
      int manifestLimitBytes,
      int uploadLimit,
      int tagsPerPage,
      int namesPerPage,
      boolean redirects,
      BooleanSupplier healthy,
      GarbageNotice garbage) {
    /** Where nothing of the collector was configured. */
    public Settings(
        int manifestLimitBytes,
        int uploadLimit,
        int tagsPerPage,
        int namesPerPage,
        boolean redirects,
        BooleanSupplier healthy) {
      this(
          manifestLimitBytes,
          uploadLimit,
          tagsPerPage,
          namesPerPage,
          redirects,
          healthy,
          GarbageNotice.DEFAULT);
    }
  }

  /**
   * @param trust asked before content leaves, and before it is mounted elsewhere
   */
  public static List<Route> of(ContentStore store, TrustPolicy trust, Settings settings) {
    ApiHandler api = new ApiHandler(settings.healthy());
    BlobHandler blobs = new BlobHandler(store, trust, settings.redirects(), settings.garbage());
    UploadHandler uploads = new UploadHandler(store, trust, settings.uploadLimit());
    ManifestHandler manifests =
        new ManifestHandler(store, trust, settings.manifestLimitBytes(), settings.garbage());
    TagsHandler tags = new TagsHandler(store, settings.tagsPerPage());
    ReferrersHandler referrers = new ReferrersHandler(store);
    CatalogHandler catalog = new CatalogHandler(store, settings.namesPerPage());
    return List.of(
        row(GET, "/", Routes::anyone, api::alive),
        row(HEAD, "/", Routes::anyone, api::alive),
        row(GET, "/healthz", Routes::anyone, api::health),
        row(HEAD, "/healthz", Routes::anyone, api::health),
        row(GET, "/v2", Routes::login, api::version),
        row(HEAD, "/v2", Routes::login, api::version),
        row(GET, "/v2/", Routes::login, api::version),
        row(HEAD, "/v2/", Routes::login, api::version),
        row(GET, "/v2/_catalog", Routes::catalog, catalog::list),
        row(GET, "/v2/_oci/ext/discover", Routes::login, api::extensions),
        row(GET, "/v2/<name>/_oci/ext/discover", PULL, api::extensionsOfRepository),
        row(GET, "/v2/<name>/tags/list", PULL, tags::list),
        row(GET, "/v2/<name>/referrers/<digest>", PULL, referrers::list),
        row(GET, "/v2/<name>/manifests/<reference>", PULL, manifests::get),
        row(HEAD, "/v2/<name>/manifests/<reference>", PULL, manifests::head),
        row(PUT, "/v2/<name>/manifests/<reference>", PUSH, manifests::put),
        row(DELETE, "/v2/<name>/manifests/<reference>", REMOVE, manifests::delete),
        row(GET, "/v2/<name>/blobs/<digest>", PULL, blobs::get),
        row(HEAD, "/v2/<name>/blobs/<digest>", PULL, blobs::head),
        row(DELETE, "/v2/<name>/blobs/<digest>", REMOVE, blobs::delete),
        row(POST, "/v2/<name>/blobs/uploads/", Routes::pushAndMount, uploads::start),
        row(POST, "/v2/<name>/blobs/uploads", Routes::pushAndMount, uploads::start),
        row(GET, "/v2/<name>/blobs/uploads/<id>", PUSH, uploads::status),
        row(PATCH, "/v2/<name>/blobs/uploads/<id>", PUSH, uploads::append),
        row(PUT, "/v2/<name>/blobs/uploads/<id>", PUSH, uploads::commit),
        row(DELETE, "/v2/<name>/blobs/uploads/<id>", PUSH, uploads::cancel));
  }

  private static Route row(
      Method method, String pattern, Function<Request, Need> need, Handler handler) {
    return new Route(method, pattern, need, new ActingFor(handler));
  }

  private static Function<Request, Need> on(Action... actions) {
    return request -> {
      String name = request.parameters().get("name");
      List<Scope> scopes = new ArrayList<>(actions.length);
      for (Action action : actions) {
        scopes.add(Scope.repository(name, action));
      }
      return new Need.Rights(scopes);
    };
  }

  private static Need anyone(Request request) {
    return new Need.Nothing();
  }

  private static Need login(Request request) {
    return new Need.Login();
  }

  private static Need catalog(Request request) {
    return new Need.Rights(List.of(new Scope("registry", "catalog", Action.ALL)));
  }

  /** Whoever may not read what is to be mounted is answered as if it were not there. */
  private static Need pushAndMount(Request request) {
    String name = request.parameters().get("name");
    List<Scope> push =
        List.of(Scope.repository(name, Action.PULL), Scope.repository(name, Action.PUSH));
    return request
        .query()
        .first("from")
        .filter(_ -> request.query().has("mount"))
        .map(from -> new Need.Rights(push, List.of(Scope.repository(from, Action.PULL))))
        .orElse(new Need.Rights(push));
  }
}
