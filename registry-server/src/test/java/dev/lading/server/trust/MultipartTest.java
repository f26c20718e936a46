package dev.lading.server.trust;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lading.server.exchange.TrustError;
import dev.lading.server.exchange.TrustRefusal;
import dev.lading.trust.publish.UploadedPart;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Forms, proper ones and others. */
class MultipartTest {
  private static final String ROOT = Form.part("root", "{}");

  @Test
  void parts_areReadInTheirOrder_withSlashesInTheirNames() {
    List<UploadedPart> parts =
        read(
            Form.part("targets/releases", "{\"a\":1}")
                + Form.part("root.json", "")
                + Form.part("x", "\r\n--0123\r\n")
                + Form.end());

    assertThat(parts)
        .extracting(UploadedPart::filename)
        .containsExactly("targets/releases", "root.json", "x");
    assertThat(parts)
        .extracting(part -> new String(part.bytes(), ISO_8859_1))
        .containsExactly("{\"a\":1}", "", "\r\n--0123\r\n");
  }

  @Test
  void bytes_ofAnyKind_areKept() {
    byte[] bytes = new byte[100_000];
    new Random(1).nextBytes(bytes);
    String content = new String(bytes, ISO_8859_1);

    assertThat(read(Form.part("root", content) + Form.end()).getFirst().bytes()).isEqualTo(bytes);
  }

  @Test
  void form_withoutParts_hasNone_asGoWritesIt() {
    assertThat(read("\r\n" + Form.end())).isEmpty();
    assertThat(read(Form.end())).isEmpty();
  }

  @Test
  void form_withoutALastEndOfLine_isRead() {
    assertThat(read(ROOT + Form.end().strip())).hasSize(1);
  }

  @Test
  void part_withoutAFilename_hasAnEmptyOne() {
    assertThat(filename("Content-Disposition: form-data; name=\"files\"")).isEmpty();
    assertThat(filename("Content-Type: text/plain")).isEmpty();
    assertThat(filename("Content-Disposition: form-data; filename=\"\"")).isEmpty();
  }

  @Test
  void filename_inAnyOfItsForms_isRead() {
    assertThat(filename("content-disposition:form-data;filename=root")).isEqualTo("root");
    assertThat(filename("CONTENT-DISPOSITION: FORM-DATA; FILENAME=\"root\"")).isEqualTo("root");
    assertThat(filename("Content-Disposition: form-data; filename=\"a\\\"b\\\\c\""))
        .isEqualTo("a\"b\\c");
    assertThat(filename("Content-Disposition: form-data; filename=\"..\\\\..\\\\root\""))
        .isEqualTo("..\\..\\root");
    assertThat(filename("Content-Disposition: form-data; filename=\"a; name=b\"; name=\"c\""))
        .isEqualTo("a; name=b");
  }

  @Test
  void parts_beyondThoseTaken_areNotRead() {
    assertThat(read(ROOT.repeat(4) + "nonsense", 2)).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=\"\"",
        "multipart/form-data; boundary=a; boundary=a",
        "multipart/form-data; boundary=\"a ",
        "multipart/form-data; boundary=\"a \"",
        "multipart/form-data, boundary=a",
        "multipart/mixed; boundary=a",
        "application/json; boundary=a",
        "multipart/form-data; boundary=a; ",
      })
  void type_thatIsNoForm_isRefused(String type) {
    assertMalformed(type, "--a\r\n\r\n\r\n--a--\r\n");
  }

  @Test
  void boundary_ofMoreThan70Characters_isRefused() {
    String longest = "a".repeat(70);
    String body = "--" + longest + "--";
    assertThat(Multipart.read("multipart/form-data; boundary=" + longest, bytes(body), 1))
        .isEmpty();
    assertMalformed("multipart/form-data; boundary=a" + longest, "--a" + longest + "--");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "--",
        "--a",
        "--a\r\n",
        "--a\n\n\n--a--\n",
        "preamble\r\n--a\r\n\r\n\r\n--a--\r\n",
        "\r\n\r\n--a--\r\n",
        "--a\r\n\r\nno end",
        "--a\r\n\r\n\r\n--a",
        "--a\r\n\r\n\r\n--a-",
        "--a\r\n\r\n\r\n--a--\r\nepilogue",
        "--a\r\n\r\n\r\n--a--\r\n\r\n",
        "--a\r\n\r\n\r\n--a \r\n\r\n\r\n--a--\r\n",
        "--a\r\n\r\n\r\n--ab\r\n\r\n\r\n--a--\r\n",
        "--a\r\nno colon\r\n\r\n\r\n--a--\r\n",
        "--a\r\nA: b\r\n folded\r\n\r\n\r\n--a--\r\n",
        "--a\r\nA : b\r\n\r\n\r\n--a--\r\n",
        "--a\r\nA: b\rB: c\r\n\r\n\r\n--a--\r\n",
        "--a\r\nA: b\nB: c\r\n\r\n\r\n--a--\r\n",
        "--a\r\nContent-Disposition: form-data\r\n\r\n--a--\r\n",
      })
  void body_thatIsBroken_isRefused(String body) {
    assertMalformed("multipart/form-data; boundary=a", body);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Disposition: form-data; filename=\"root\"\r\nContent-Disposition: form-data",
        "Content-Disposition: form-data; filename=\"root\"; filename=\"targets\"",
        "Content-Disposition: form-data; filename=\"root\"; filename*=UTF-8''targets",
        "Content-Disposition: form-data; filename*=UTF-8''root",
        "Content-Disposition: attachment; filename=\"root\"",
        "Content-Disposition: form-data filename=\"root\"",
        "Content-Disposition: form-data; filename=\"root",
        "Content-Disposition: form-data; filename=ro ot",
        "Content-Disposition: form-data; filename",
        "Content-Disposition: ",
        "Content-Disposition: form-data; filename=\"root\"\r\nContent-Transfer-Encoding: base64",
        "Content-Disposition: form-data; filename=\"root\"\r\n"
            + "Content-Transfer-Encoding: quoted-printable",
      })
  void head_thatCouldBeReadInAnotherWay_isRefused(String head) {
    assertMalformed(Form.TYPE, Form.partWithHead(head, "{}") + Form.end());
  }

  @Test
  void head_thatIsLong_isRefused() {
    assertThat(read(Form.partWithHead("A: " + "b".repeat(4000), "") + Form.end())).hasSize(1);
    assertMalformed(Form.TYPE, Form.partWithHead("A: " + "b".repeat(5000), "") + Form.end());
    assertMalformed(
        Form.TYPE,
        Form.partWithHead("Content-Disposition: form-data; filename=" + "b".repeat(2000), "")
            + Form.end());
  }

  private static String filename(String head) {
    return read(Form.partWithHead(head, "{}") + Form.end()).getFirst().filename();
  }

  private static List<UploadedPart> read(String body) {
    return read(body, 64);
  }

  private static List<UploadedPart> read(String body, int most) {
    return Multipart.read(Form.TYPE, bytes(body), most);
  }

  private static void assertMalformed(String type, String body) {
    assertThatThrownBy(() -> Multipart.read(type, bytes(body), 64))
        .isInstanceOfSatisfying(
            TrustRefusal.class,
            refusal -> {
              assertThat(refusal.error()).isEqualTo(TrustError.MALFORMED_UPLOAD);
              assertThat(refusal.detail()).isEmpty();
            });
  }

  private static byte[] bytes(String body) {
    return body.getBytes(ISO_8859_1);
  }
}
