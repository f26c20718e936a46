package dev.lading.server.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.server.exchange.ClientCertificate;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientCertificatesTest {
  private final TestAuthority authority = new TestAuthority("ca");

  private static GeneralName uri(String text) {
    return new GeneralName(GeneralName.uniformResourceIdentifier, text);
  }

  private ClientCertificate read(String subject, GeneralName... names) {
    return ClientCertificates.read(authority.client(subject, names).certificate()).orElseThrow();
  }

  @Test
  void certificate_isReadWhole() throws Exception {
    TestAuthority.Pair pair =
        authority.client(
            "CN=Alice\\, of ops,OU=a,OU=b,O=example",
            uri("spiffe://example/alice"),
            new GeneralName(GeneralName.dNSName, "alice.example"),
            new GeneralName(GeneralName.rfc822Name, "alice@example.com"));
    ClientCertificate read = ClientCertificates.read(pair.certificate()).orElseThrow();
    assertThat(read.commonName()).contains("Alice, of ops");
    assertThat(read.user()).contains("Alice, of ops");
    assertThat(read.groups()).containsExactly("a", "b");
    assertThat(read.uris()).containsExactly("spiffe://example/alice");
    assertThat(read.dnsNames()).containsExactly("alice.example");
    assertThat(read.emails()).containsExactly("alice@example.com");
    assertThat(read.fingerprint())
        .isEqualTo(
            HexFormat.of()
                .formatHex(
                    MessageDigest.getInstance("SHA-256").digest(pair.certificate().getEncoded())));
  }

  @ParameterizedTest
  @CsvSource({
    "CN=alice, spiffe://a/b, https://c, alice",
    "O=example, spiffe://a/b, https://c, spiffe://a/b",
    "O=example, spiffe://a/b, spiffe://a/c, -",
    "O=example, https://a/b, https://c, -",
    "'CN=alice,CN=root', https://a/b, https://c, -",
    "'CN=alice,CN=root', spiffe://a/b, https://c, spiffe://a/b",
  })
  void user_isTheCommonName_orTheSpiffeId(String subject, String one, String two, String user) {
    assertThat(read(subject, uri(one), uri(two)).user())
        .isEqualTo(user.equals("-") ? Optional.empty() : Optional.of(user));
  }

  @Test
  void namesThatCannotBe_arePassedOver() {
    assertThat(read("CN=a\\0Ab").commonName()).as("a line feed").isEmpty();
    assertThat(read("OU=" + "x".repeat(300)).groups()).isEmpty();
  }
}
