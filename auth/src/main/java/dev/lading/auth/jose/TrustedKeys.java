package dev.lading.auth.jose;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.util.Base64;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that one issuer's tokens may be signed with, as an unchanging whole: certificates that
 * chains may end at, and keys by every name that a token server may call them. Two are equal only
 * when they are the same object, so that whoever remembers a verdict can tell whether the keys have
 * changed since.
 */
public final class TrustedKeys {
  private final CertificateChains chains;
  private final Map<String, TrustedKey> byId;
  private final Optional<TrustedKey> only;

  private TrustedKeys(CertificateChains chains, Map<String, TrustedKey> byId) {
    this.chains = chains;
    List<TrustedKey> distinct = byId.values().stream().distinct().toList();
    this.only = distinct.size() == 1 ? Optional.of(distinct.getFirst()) : Optional.empty();
    this.byId = Map.copyOf(byId);
  }

  /**
   * @param roots what {@code x5c} chains may end at; their keys are also known by the IDs that
   *     nobody gave them
   * @param keys known by their own IDs as well; the first of several with one ID counts
   */
  public static TrustedKeys of(Collection<X509Certificate> roots, Collection<TrustedKey> keys) {
    Map<String, TrustedKey> byId = new HashMap<>();
    keys.forEach(key -> byId.putIfAbsent(key.id(), key));
    keys.forEach(key -> putByContent(byId, key));
    for (X509Certificate root : roots) {
      if (TokenAlgorithm.anyFits(root.getPublicKey())) {
        putByContent(byId, TrustedKey.unnamed(root.getPublicKey()));
      }
    }
    return new TrustedKeys(new CertificateChains(roots), byId);
  }

  /** None: every token is of an unknown key. */
  public static TrustedKeys none() {
    return of(List.of(), List.of());
  }

  /**
   * The key that the token says it was signed with, if it is trusted. The first way that the header
   * offers is the only one tried, as in distribution.
   *
   * @param now when certificates have to be valid
   */
  public Optional<TrustedKey> keyOf(SignedToken token, Instant now) {
    Optional<List<byte[]>> certificates = token.certificates();
    if (certificates.isPresent()) {
      return chains.signer(certificates.get(), now).map(TrustedKey::unnamed);
    }
    Optional<JWK> key = token.key();
    return key.isPresent() ? carried(key.get(), now) : token.keyId().flatMap(this::find);
  }

  /**
   * The key that the token names, and nothing that it brings along: for issuers whose keys come
   * from their key set alone (OpenID Connect Core section 10.1). A token may name none when there
   * is but one.
   */
  public Optional<TrustedKey> namedBy(SignedToken token) {
    return token.keyId().isPresent() ? find(token.keyId().get()) : only;
  }

  /** By the name its publisher gave it, by RFC 7638 thumbprint, or by libtrust fingerprint. */
  public Optional<TrustedKey> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /**
   * A key that came with the token: trusted when a chain vouches for it, or when it is one that we
   * know. That it bears the ID of a known one proves nothing (CVE-2025-24976), it has to be it.
   */
  private Optional<TrustedKey> carried(JWK jwk, Instant now) {
    Optional<PublicKey> carried = Jwk.publicKey(jwk);
    if (carried.isEmpty()) {
      return Optional.empty();
    }
    PublicKey key = carried.get();
    Optional<TrustedKey> known =
        jwk.getX509CertChain() == null
            ? find(jwk.getKeyID() == null ? KeyIds.thumbprint(key) : jwk.getKeyID())
            : chains.signer(der(jwk), now).map(TrustedKey::unnamed);
    return known.filter(trusted -> trusted.is(key));
  }

  private static List<byte[]> der(JWK jwk) {
    return jwk.getX509CertChain().stream().map(Base64::decode).toList();
  }

  private static void putByContent(Map<String, TrustedKey> byId, TrustedKey key) {
    byId.putIfAbsent(KeyIds.thumbprint(key.key()), key);
    byId.putIfAbsent(KeyIds.fingerprint(key.key()), key);
  }
}
