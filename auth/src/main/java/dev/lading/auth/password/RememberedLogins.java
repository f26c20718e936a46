package dev.lading.auth.password;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.lading.auth.Identity;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Logins that were right a short while ago, so that bcrypt need not say it again. What is kept of
 * one is an HMAC of name, password and stored hash, under a key that never leaves the process: it
 * tells nobody the password, and a changed entry of the file is another login.
 *
 * <p>Safe for any number of threads.
 */
final class RememberedLogins {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int KEY_BYTES = 32;
  private static final int REMEMBERED = 10_000;

  private final SecretKeySpec secret;
  private final Cache<ByteBuffer, Identity.User> logins;

  RememberedLogins(Duration remembered, LongSupplier ticker, SecureRandom random) {
    byte[] bytes = new byte[KEY_BYTES];
    random.nextBytes(bytes);
    this.secret = new SecretKeySpec(bytes, ALGORITHM);
    this.logins =
        Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .expireAfterWrite(remembered)
            .ticker(ticker::getAsLong)
            .build();
  }

  Optional<Identity.User> find(ByteBuffer key) {
    return Optional.ofNullable(logins.getIfPresent(key));
  }

  void remember(ByteBuffer key, Identity.User user) {
    logins.put(key, user);
  }

  /** What a login is remembered by. */
  ByteBuffer key(String name, byte[] password, BcryptHash stored) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(secret);
      byte[] who = name.getBytes(StandardCharsets.UTF_8);
      mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(who.length).flip());
      mac.update(who);
      mac.update(stored.text().getBytes(StandardCharsets.US_ASCII)); // always 60 bytes
      mac.update(password);
      return ByteBuffer.wrap(mac.doFinal()).asReadOnlyBuffer();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }
}
