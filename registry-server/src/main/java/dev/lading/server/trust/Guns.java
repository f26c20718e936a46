package dev.lading.server.trust;

import dev.lading.server.exchange.Hostnames;
import dev.lading.server.exchange.Request;
import dev.lading.server.exchange.TrustRefusal;
import dev.lading.trust.Gun;
import java.util.Optional;

/** Which GUN a request is about. None is kept but of repositories of this registry. */
record Guns(Hostnames hostnames) {

  Optional<Gun> find(Request request) {
    String text = request.parameters().get("name");
    return hostnames.repository(text).map(_ -> Gun.parse(text));
  }

  /**
   * @throws TrustRefusal when there can be none: notary knows no other answer to whoever only reads
   */
  Gun get(Request request) {
    return find(request).orElseThrow(Refusals::notFound);
  }

  /**
   * For whoever means to publish.
   *
   * @throws TrustRefusal when there can be none, with the names that there are
   */
  Gun getOurs(Request request) {
    return find(request).orElseThrow(() -> Refusals.notOurs(hostnames));
  }
}
