package dev.lading.server.trust;

import dev.lading.server.exchange.Request;
import dev.lading.server.exchange.Response;
import dev.lading.server.exchange.TrustRefusal;
import dev.lading.trust.Gun;
import dev.lading.trust.TrustException.Expired;
import dev.lading.trust.store.StoredFile;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Metadata read: what is in force, by hash, and by version. */
final class MetadataHandler {
  private static final Logger LOG = LoggerFactory.getLogger(MetadataHandler.class);

  /** RFC 9110, 5.6.7. */
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final Guns guns;
  private final TrustFiles files;

  MetadataHandler(Guns guns, TrustFiles files) {
    this.guns = guns;
    this.files = files;
  }

  Response get(Request request) {
    MetadataName name = name(request);
    StoredFile file = file(request, name);
    return described(request, name, file).with(new Response.Bytes(file.bytes()));
  }

  Response head(Request request) {
    MetadataName name = name(request);
    StoredFile file = file(request, name);
    return described(request, name, file).with(new Response.Announced(file.bytes().length));
  }

  private static MetadataName name(Request request) {
    return MetadataName.parse(request.parameters().get("file")).orElseThrow(Refusals::unknownName);
  }

  private StoredFile file(Request request, MetadataName name) {
    Gun gun = guns.get(request);
    try {
      return files.find(gun, name).orElseThrow(Refusals::notFound);
    } catch (Expired e) {
      throw outlived(gun, e);
    }
  }

  /** Clients that have been here before go on with what they know, for as long as that is good. */
  private static TrustRefusal outlived(Gun gun, Expired failure) {
    LOG.info("nothing can be signed any more gun={} reason=\"{}\"", gun, failure.text());
    return Refusals.beyondUs();
  }

  private static Response described(Request request, MetadataName name, StoredFile file) {
    Instant published = file.name().published();
    return Response.of(200)
        .with("Content-Type", "application/json")
        .with("Cache-Control", caching(request, name))
        .with("Last-Modified", HTTP_DATE.format(published));
  }

  /**
   * As notary has it, where nobody in particular is enough to read it. What somebody had to log in
   * for is for no cache between him and us.
   */
  private static String caching(Request request, MetadataName name) {
    boolean isPublic = request.caller().name().isEmpty();
    return switch (name) {
      case MetadataName.Current _ ->
          isPublic ? "public, max-age=300, s-maxage=300, must-revalidate" : "no-store";
      case MetadataName.ByHash _, MetadataName.ByVersion _ ->
          isPublic ? "public, max-age=2592000, s-maxage=2592000" : "private, max-age=2592000";
    };
  }
}
