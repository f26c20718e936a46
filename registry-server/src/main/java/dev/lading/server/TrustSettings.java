package dev.lading.server;

import dev.lading.server.exchange.Hostnames;
import dev.lading.trust.policy.TrustRules;

/**
 * Trust data that is to be served, and what is asked of pulls.
 *
 * @param hostnames at least one; the first is the one that policies are about
 * @param rules none where a registry serves trust data and enforces nothing
 * @param sealing what keeps the keys secret that the server signs with
 * @param rememberedBytes of the newest generations, and as much again of what they prove
 */
record TrustSettings(
    Hostnames hostnames, TrustRules rules, SealingKey sealing, long rememberedBytes) {}
