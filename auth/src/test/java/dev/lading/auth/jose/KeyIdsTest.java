package dev.lading.auth.jose;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Against the examples of the specifications. */
class KeyIdsTest {

  @Test
  void thumbprint_ofRsa_isThatOfRfc7638() {
    String jwk =
        """
        {"kty":"RSA","n":"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7a\
        PFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ\
        5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt\
        -bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw",\
        "e":"AQAB"}""";

    assertThat(KeyIds.thumbprint(read(jwk).key()))
        .isEqualTo("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
  }

  @Test
  void thumbprint_ofEd25519_isThatOfRfc8037() {
    String jwk =
        """
        {"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}""";

    assertThat(KeyIds.thumbprint(read(jwk).key()))
        .isEqualTo("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
  }

  @Test
  void fingerprint_isThatOfDistributionsSpecification() {
    assertThat(KeyIds.fingerprint(read(SpecificationExample.JWK).key()))
        .isEqualTo(SpecificationExample.FINGERPRINT);
  }

  @Test
  void keySet_keyWithoutId_isNamedByThumbprint() {
    TrustedKey key = read(SpecificationExample.JWK);

    assertThat(key.id()).isEqualTo(KeyIds.thumbprint(key.key()));
  }

  private static TrustedKey read(String jwk) {
    return KeyDocuments.keySet(("{\"keys\":[" + jwk + "]}").getBytes(UTF_8)).getFirst();
  }
}
