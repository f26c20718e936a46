package dev.lading.server.trust;

import dev.lading.server.exchange.Request;
import dev.lading.server.exchange.Response;
import dev.lading.trust.Role.ServerRole;
import dev.lading.trust.canonical.FileJson;
import dev.lading.trust.key.PublicKey;
import dev.lading.trust.service.TrustData;

/** The public keys that the server signs one role with. */
final class KeyHandler {
  private final Guns guns;
  private final TrustData data;
  private final ServerRole role;

  KeyHandler(Guns guns, TrustData data, ServerRole role) {
    this.guns = guns;
    this.data = data;
    this.role = role;
  }

  /** The one in force, or the one that waits to be. */
  Response current(Request request) {
    return json(data.key(guns.getOurs(request), role));
  }

  /** The one to rotate to; the same one until it has signed. */
  Response next(Request request) {
    return json(data.nextKey(guns.getOurs(request), role));
  }

  private static Response json(PublicKey key) {
    return Response.json(200, FileJson.text(key.json())).with("Cache-Control", "no-store");
  }
}
