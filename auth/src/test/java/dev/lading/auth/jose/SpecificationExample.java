package dev.lading.auth.jose;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.ECKey;
import java.security.GeneralSecurityException;
import java.text.ParseException;
import java.time.Instant;

/**
 * The example of distribution's specification (docs/content/spec/auth/jwt.md), signed anew with its
 * key: the signature that is printed there is not by the key that is printed there.
 */
public final class SpecificationExample {
  public static final String FINGERPRINT =
      "PYYO:TEWU:V7JH:26JV:AQTZ:LJC3:SXVJ:XGHA:34F2:2LAQ:ZRMK:Z7Q6";

  public static final String JWK =
      """
      {"kty":"EC","crv":"P-256","x":"m7zUpx3b-zmVE5cymSs64POG9QcyEpJaYCD82-549_Q",\
      "y":"dU3biz8sZ_8GPB-odm8Wxz3lNDr1xcAQQPQaOcr1fmc"}""";

  public static final String ISSUER = "auth.docker.com";
  public static final String SERVICE = "registry.docker.com";
  public static final Instant DURING = Instant.ofEpochSecond(1415387100);

  private static final String PRIVATE = "R7OnbfMaD5J2jl7GeE8ESo7CnHSBm_1N2k9IXYFrKJA";

  private SpecificationExample() {}

  public static String token() throws GeneralSecurityException {
    return key()
        .token(
            "{\"typ\":\"JWT\",\"alg\":\"ES256\",\"kid\":\"" + FINGERPRINT + "\"}",
            """
            {"iss":"auth.docker.com","sub":"jlhawn","aud":"registry.docker.com","exp":1415387315,\
            "nbf":1415387015,"iat":1415387015,"jti":"tYJCO1c6cnyy7kAn0c7rKPgbV1H1bFws","access":\
            [{"type":"repository","name":"samalba/my-app","actions":["push"]}]}""");
  }

  private static TestKey key() throws GeneralSecurityException {
    try {
      String withPrivate = JWK.substring(0, JWK.length() - 1) + ",\"d\":\"" + PRIVATE + "\"}";
      return new TestKey(TokenAlgorithm.ES256, ECKey.parse(withPrivate).toKeyPair());
    } catch (ParseException | JOSEException e) {
      throw new GeneralSecurityException(e);
    }
  }
}
