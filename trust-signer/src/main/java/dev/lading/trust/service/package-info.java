/**
 * Trust data as a registry serves it: what is decided in {@code .publish}, signed in {@code
 * .signer} and kept in {@code .store}, put together.
 *
 * <p>Start reading at {@link dev.lading.trust.service.TrustData}.
 */
@NullMarked
package dev.lading.trust.service;

import org.jspecify.annotations.NullMarked;
