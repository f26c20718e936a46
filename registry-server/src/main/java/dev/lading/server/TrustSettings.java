package dev.lading.server;

import dev.lading.server.exchange.Hostnames;

/**
 * Trust data that is to be served. What policies ask for stands in the same section, {@code trust},
 * and is no part of this: a registry may serve what it does not enforce.
 *
 * @param hostnames at least one; the first is the one that policies are about
 * @param sealing what keeps the keys secret that the server signs with
 * @param rememberedBytes of the newest generations
 */
record TrustSettings(Hostnames hostnames, SealingKey sealing, long rememberedBytes) {}
