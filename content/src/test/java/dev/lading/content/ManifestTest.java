package dev.lading.content;

import static dev.lading.content.ContentException.ManifestFault.DUPLICATE_KEY;
import static dev.lading.content.ContentException.ManifestFault.FIELD_INVALID;
import static dev.lading.content.ContentException.ManifestFault.MEDIA_TYPE_MISMATCH;
import static dev.lading.content.ContentException.ManifestFault.MEDIA_TYPE_UNSUPPORTED;
import static dev.lading.content.ContentException.ManifestFault.NOT_JSON;
import static dev.lading.content.ContentException.ManifestFault.TOO_DEEP;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lading.content.ContentException.ManifestFault;
import dev.lading.content.ContentException.ManifestInvalid;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ManifestTest {
  private static final String OCI = "application/vnd.oci.image.manifest.v1+json";
  private static final String INDEX = "application/vnd.oci.image.index.v1+json";
  private static final String DOCKER = "application/vnd.docker.distribution.manifest.v2+json";
  private static final String LIST = "application/vnd.docker.distribution.manifest.list.v2+json";
  private static final Digest CONFIG_DIGEST = Digest.of(Algorithm.SHA256, new byte[] {1});
  private static final Digest LAYER_DIGEST = Digest.of(Algorithm.SHA512, new byte[] {2});
  private static final String CONFIG = descriptor("config/type", CONFIG_DIGEST, 1);
  private static final String LAYER = descriptor("layer/type", LAYER_DIGEST, 2);

  @ParameterizedTest
  @MethodSource
  void parse_ofAnAcceptedDocument_knowsItsMediaType(
      String json, String contentType, MediaType expected) {
    Manifest manifest =
        Manifest.parse(filled(json).getBytes(UTF_8), Optional.ofNullable(contentType));
    assertThat(manifest.mediaType()).isEqualTo(expected);
  }

  static Stream<Arguments> parse_ofAnAcceptedDocument_knowsItsMediaType() {
    return Stream.of(
        Arguments.of(image(OCI), OCI, MediaType.OCI_MANIFEST),
        Arguments.of(image(OCI), OCI + "; charset=utf-8", MediaType.OCI_MANIFEST),
        Arguments.of(image(OCI), null, MediaType.OCI_MANIFEST),
        Arguments.of(image(OCI), "", MediaType.OCI_MANIFEST),
        Arguments.of(image(DOCKER), DOCKER, MediaType.DOCKER_MANIFEST),
        Arguments.of(index(INDEX), INDEX, MediaType.OCI_INDEX),
        Arguments.of(index(LIST), LIST, MediaType.DOCKER_LIST),
        Arguments.of(index(LIST), null, MediaType.DOCKER_LIST),
        Arguments.of("{'schemaVersion':2,'config':C}", OCI, MediaType.OCI_MANIFEST),
        Arguments.of("{'schemaVersion':2,'config':C}", null, MediaType.OCI_MANIFEST),
        Arguments.of("{'schemaVersion':2,'config':C,'mediaType':''}", OCI, MediaType.OCI_MANIFEST),
        Arguments.of(
            "{'schemaVersion':2,'config':C,'mediaType':null}", null, MediaType.OCI_MANIFEST),
        Arguments.of("{'schemaVersion':2,'manifests':[]}", INDEX, MediaType.OCI_INDEX),
        Arguments.of("{'schemaVersion':2,'manifests':[]}", null, MediaType.OCI_INDEX),
        Arguments.of("{'schemaVersion':2,'manifests':null}", null, MediaType.OCI_INDEX),
        Arguments.of(" \n{'schemaVersion':2,'config':C}\n\t ", OCI, MediaType.OCI_MANIFEST));
  }

  @ParameterizedTest
  @MethodSource
  void parse_ofARefusedDocument_saysWhy(String json, String contentType, ManifestFault fault) {
    assertThat(fault(filled(json).getBytes(UTF_8), Optional.ofNullable(contentType)))
        .isEqualTo(fault);
  }

  static Stream<Arguments> parse_ofARefusedDocument_saysWhy() {
    return Stream.of(
        Arguments.of("", OCI, NOT_JSON),
        Arguments.of("{", OCI, NOT_JSON),
        Arguments.of("{'schemaVersion':2,'config':C", OCI, NOT_JSON),
        Arguments.of("{'schemaVersion':2,'config':C}}", OCI, NOT_JSON),
        Arguments.of("{'schemaVersion':2,'config':C}{}", OCI, NOT_JSON),
        Arguments.of("{'schemaVersion':2,'config':C,}", OCI, NOT_JSON),
        Arguments.of("{'schemaVersion':2,'config':C,'a':[1 2]}", OCI, NOT_JSON),
        Arguments.of("{'schemaVersion':2,'config':C,'a':NaN}", OCI, NOT_JSON),
        Arguments.of("{'schemaVersion':2,'config':C,'a':01}", OCI, NOT_JSON),
        Arguments.of("{'schemaVersion':2,'config':C} // comment", OCI, NOT_JSON),
        Arguments.of("{'schemaVersion':2,'config':C,'a':]}", OCI, NOT_JSON),
        Arguments.of("\ufeff{'schemaVersion':2,'config':C}", OCI, NOT_JSON),
        Arguments.of("<html></html>", OCI, NOT_JSON),
        Arguments.of("[]", OCI, FIELD_INVALID),
        Arguments.of("null", OCI, FIELD_INVALID),
        Arguments.of("'text'", OCI, FIELD_INVALID),
        Arguments.of("{}", OCI, FIELD_INVALID),
        Arguments.of("{'config':C}", OCI, FIELD_INVALID),
        Arguments.of("{'schemaVersion':1,'config':C}", OCI, FIELD_INVALID),
        Arguments.of("{'schemaVersion':'2','config':C}", OCI, FIELD_INVALID),
        Arguments.of("{'schemaVersion':2.0,'config':C}", OCI, FIELD_INVALID),
        Arguments.of("{'schemaVersion':18446744073709551618,'config':C}", OCI, FIELD_INVALID),
        Arguments.of("{'schemaVersion':2}", OCI, FIELD_INVALID),
        Arguments.of("{'schemaVersion':2,'config':null}", OCI, FIELD_INVALID),
        Arguments.of("{'schemaVersion':2,'config':[]}", OCI, FIELD_INVALID),
        Arguments.of("{'schemaVersion':2,'config':'x'}", OCI, FIELD_INVALID),
        Arguments.of("{'schemaVersion':2,'config':C,'layers':{}}", OCI, FIELD_INVALID),
        Arguments.of("{'schemaVersion':2,'config':C,'layers':[null]}", OCI, FIELD_INVALID),
        Arguments.of("{'schemaVersion':2,'config':C,'layers':[{}]}", OCI, FIELD_INVALID),
        Arguments.of("{'schemaVersion':2,'config':C,'layers':['x']}", OCI, FIELD_INVALID),
        Arguments.of("{'schemaVersion':2,'config':C,'subject':{}}", OCI, FIELD_INVALID),
        Arguments.of("{'schemaVersion':2,'config':C,'artifactType':1}", OCI, FIELD_INVALID),
        Arguments.of("{'schemaVersion':2,'config':C,'annotations':[]}", OCI, FIELD_INVALID),
        Arguments.of("{'schemaVersion':2,'config':C,'annotations':{'a':1}}", OCI, FIELD_INVALID),
        Arguments.of("{'schemaVersion':2,'config':C,'mediaType':1}", OCI, FIELD_INVALID),
        Arguments.of("{'schemaVersion':2,'config':C,'Layers':[]}", OCI, FIELD_INVALID),
        Arguments.of("{'schemaVersion':2,'config':C,'MEDIATYPE':'x'}", OCI, FIELD_INVALID),
        Arguments.of("{'schemaVersion':2,'config':C,'manife\u017fts':[]}", OCI, FIELD_INVALID),
        Arguments.of("{'schemaVersion':2,'config':{'Digest':'x'}}", OCI, FIELD_INVALID),
        Arguments.of("{'schemaVersion':2,'schemaVersion':2}", OCI, DUPLICATE_KEY),
        Arguments.of("{'schemaVersion':2,'a':{'b':1,'c':2,'b':3}}", OCI, DUPLICATE_KEY),
        Arguments.of("{'schemaVersion':2,'a':[[{'b':1,'\\u0062':3}]]}", OCI, DUPLICATE_KEY),
        Arguments.of("{'schemaVersion':2,'annotations':{'a':'','a':''}}", OCI, DUPLICATE_KEY),
        Arguments.of("{'schemaVersion':2,'config':{'size':1,'size':1}}", OCI, DUPLICATE_KEY),
        Arguments.of(image(DOCKER), OCI, MEDIA_TYPE_MISMATCH),
        Arguments.of(image(OCI), INDEX, MEDIA_TYPE_MISMATCH),
        Arguments.of("{'schemaVersion':2,'config':C}", DOCKER, MEDIA_TYPE_MISMATCH),
        Arguments.of("{'schemaVersion':2,'config':C}", INDEX, MEDIA_TYPE_MISMATCH),
        Arguments.of("{'schemaVersion':2,'manifests':[]}", LIST, MEDIA_TYPE_MISMATCH),
        Arguments.of("{'schemaVersion':2,'manifests':[]}", OCI, MEDIA_TYPE_MISMATCH),
        Arguments.of(image(OCI), "application/json", MEDIA_TYPE_UNSUPPORTED),
        Arguments.of(image("text/plain"), OCI, MEDIA_TYPE_UNSUPPORTED),
        Arguments.of(image("text/plain"), null, MEDIA_TYPE_UNSUPPORTED),
        Arguments.of(image(OCI.toUpperCase(Locale.ROOT)), OCI, MEDIA_TYPE_UNSUPPORTED),
        Arguments.of(image(OCI + "; a=b"), OCI, MEDIA_TYPE_UNSUPPORTED),
        Arguments.of(
            "{'schemaVersion':1,'name':'a','fsLayers':[],'history':[]}",
            "application/vnd.docker.distribution.manifest.v1+prettyjws",
            MEDIA_TYPE_UNSUPPORTED));
  }

  /** CVE-2021-41190: what is an image to one client must not be an index to another. */
  @ParameterizedTest
  @MethodSource
  void parse_ofADocumentWithTwoMeanings_isRefused(String json, String contentType) {
    assertThat(fault(filled(json).getBytes(UTF_8), Optional.ofNullable(contentType)))
        .isEqualTo(FIELD_INVALID);
  }

  static Stream<Arguments> parse_ofADocumentWithTwoMeanings_isRefused() {
    String both = "{'schemaVersion':2,'mediaType':'%s','config':C,'layers':[L],'manifests':[L]}";
    return Stream.of(
        Arguments.of(both.formatted(OCI), OCI),
        Arguments.of(both.formatted(DOCKER), DOCKER),
        Arguments.of(both.formatted(INDEX), INDEX),
        Arguments.of(both.formatted(LIST), LIST),
        Arguments.of("{'schemaVersion':2,'config':C,'manifests':[]}", null),
        Arguments.of("{'schemaVersion':2,'config':C,'manifests':null}", null),
        Arguments.of("{'schemaVersion':2,'layers':[],'manifests':[]}", INDEX),
        Arguments.of("{'schemaVersion':2,'mediaType':'" + INDEX + "','layers':[L]}", INDEX),
        Arguments.of("{'schemaVersion':2,'mediaType':'" + INDEX + "','config':C}", INDEX));
  }

  @Test
  void parse_ofAnImage_readsAllItsParts() {
    Manifest manifest =
        parse(
            """
            {'schemaVersion':2,'mediaType':'%s','artifactType':'a/type',
             'config':C,'layers':[L,L],'subject':L,'annotations':{'k':'v'}}"""
                .formatted(OCI));
    assertThat(manifest.config()).map(Descriptor::digest).contains(CONFIG_DIGEST);
    assertThat(manifest.layers()).extracting(Descriptor::size).containsExactly(2L, 2L);
    assertThat(manifest.subject()).map(Descriptor::mediaType).contains("layer/type");
    assertThat(manifest.annotations()).isEqualTo(Map.of("k", "v"));
    assertThat(manifest.effectiveArtifactType()).contains("a/type");
  }

  @Test
  void references_ofAnImage_areItsConfigItsLayersAndItsSubject() {
    Manifest.References references =
        parse("{'schemaVersion':2,'config':C,'layers':[L,L],'subject':L}").references();
    assertThat(references.blobs())
        .extracting(Descriptor::digest)
        .containsExactly(CONFIG_DIGEST, LAYER_DIGEST, LAYER_DIGEST);
    assertThat(references.manifests()).isEmpty();
    assertThat(references.subject()).map(Descriptor::digest).contains(LAYER_DIGEST);
  }

  @Test
  void references_ofAnIndex_areItsChildren() {
    Manifest.References references = parse("{'schemaVersion':2,'manifests':[L,C]}").references();
    assertThat(references.blobs()).isEmpty();
    assertThat(references.manifests())
        .extracting(Descriptor::digest)
        .containsExactly(LAYER_DIGEST, CONFIG_DIGEST);
    assertThat(references.subject()).isEmpty();
  }

  @Test
  void parse_ofADescriptorWithEverything_keepsWhatMatters() {
    Manifest manifest =
        parse(
            """
            {'schemaVersion':2,'config':{'mediaType':'m','digest':'%s','size':0,'artifactType':'t',
             'annotations':{'a':'b'},'urls':['http://x'],'data':'e30=','platform':{'os':'linux'},
             'newUnspecifiedField':[1,2.5,{'x':null}]}}"""
                .formatted(CONFIG_DIGEST));
    assertThat(manifest.config())
        .contains(new Descriptor("m", CONFIG_DIGEST, 0, Optional.of("t"), Map.of("a", "b")));
  }

  @Test
  void parse_ofNullFields_readsThemAsAbsent() {
    Manifest manifest =
        parse(
            """
            {'schemaVersion':2,'mediaType':'%s','config':{'mediaType':null,'digest':'%s','size':1,
             'artifactType':null,'annotations':null},'layers':null,'manifests':null,'subject':null,
             'artifactType':null,'annotations':null}"""
                .formatted(OCI, CONFIG_DIGEST));
    assertThat(manifest.layers()).isEmpty();
    assertThat(manifest.subject()).isEmpty();
    assertThat(manifest.annotations()).isEmpty();
    assertThat(manifest.effectiveArtifactType()).isEmpty();
  }

  @Test
  void effectiveArtifactType_ofAnImageWithoutOne_isItsConfigsMediaType() {
    assertThat(parse("{'schemaVersion':2,'config':C,'artifactType':''}").effectiveArtifactType())
        .contains("config/type");
  }

  @Test
  void effectiveArtifactType_ofAnIndexWithoutOne_isEmpty() {
    assertThat(parse("{'schemaVersion':2,'manifests':[C]}").effectiveArtifactType()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource
  void parse_ofABadDescriptor_isRefused(String fields) {
    String json = "{'schemaVersion':2,'config':{%s}}".formatted(fields);
    assertThat(fault(json.replace('\'', '"').getBytes(UTF_8), Optional.empty()))
        .isEqualTo(FIELD_INVALID);
  }

  static Stream<String> parse_ofABadDescriptor_isRefused() {
    String digest = "'digest':'" + CONFIG_DIGEST + "'";
    return Stream.of(
        "'size':1",
        "'digest':null,'size':1",
        "'digest':7,'size':1",
        "'digest':'sha256:00','size':1",
        "'digest':'md5:00','size':1",
        digest,
        digest + ",'size':null",
        digest + ",'size':-1",
        digest + ",'size':'1'",
        digest + ",'size':1.0",
        digest + ",'size':1e3",
        digest + ",'size':9223372036854775808",
        digest + ",'size':1,'mediaType':[]",
        digest + ",'size':1,'annotations':{'a':null}",
        digest + ",'size':1,'Size':2");
  }

  @Test
  void parse_ofTheLargestSize_keepsIt() {
    Manifest manifest =
        parse(
            "{'schemaVersion':2,'config':{'digest':'%s','size':9223372036854775807}}"
                .formatted(CONFIG_DIGEST));
    assertThat(manifest.config()).map(Descriptor::size).contains(Long.MAX_VALUE);
  }

  @Test
  void parse_ofNestedValues_goesToSixtyFourLevels() {
    String allowed = "[".repeat(63) + "]".repeat(63);
    String tooDeep = "[".repeat(64) + "]".repeat(64);
    assertThat(parse("{'schemaVersion':2,'config':C,'a':" + allowed + "}").config()).isPresent();
    assertThat(fault(filled("{'a':" + tooDeep + "}").getBytes(UTF_8), Optional.empty()))
        .isEqualTo(TOO_DEEP);
  }

  @Test
  void parse_ofAMillionLevels_isRefusedWithoutExhaustingTheStack() {
    byte[] json = ("{\"a\":" + "{\"a\":".repeat(1_000_000)).getBytes(UTF_8);
    assertThat(fault(json, Optional.empty())).isEqualTo(TOO_DEEP);
  }

  @ParameterizedTest
  @MethodSource
  void parse_ofBytesThatAreNotUtf8_isRefused(byte[] bytes) {
    assertThat(fault(bytes, Optional.of(OCI))).isEqualTo(NOT_JSON);
  }

  static Stream<byte[]> parse_ofBytesThatAreNotUtf8_isRefused() {
    String json = filled("{'schemaVersion':2,'config':C,'a':'\u00e9'}");
    byte[] overlong = filled("{'schemaVersion':2,'config':C,'a?':1}").getBytes(UTF_8);
    int at = new String(overlong, ISO_8859_1).indexOf("a?");
    overlong[at] = (byte) 0xc1;
    overlong[at + 1] = (byte) 0xa1;
    return Stream.of(json.getBytes(ISO_8859_1), json.getBytes(UTF_16), overlong);
  }

  @Test
  void parse_ofHugeNumbers_neverComputesThem() {
    String json = "{'schemaVersion':2,'config':C,'a':1e999999999,'b':%s}";
    assertThat(parse(json.formatted("9".repeat(1_000))).config()).isPresent();
    byte[] longer = filled(json.formatted("9".repeat(1_001))).getBytes(UTF_8);
    assertThat(fault(longer, Optional.empty())).isEqualTo(NOT_JSON);
  }

  @Test
  void message_ofAFault_isShort() {
    String json = "{'schemaVersion':2,'config':C,'mediaType':'" + "x".repeat(100_000) + "'}";
    assertThatThrownBy(() -> parse(json))
        .isInstanceOf(ManifestInvalid.class)
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(400));
  }

  private static ManifestFault fault(byte[] bytes, Optional<String> contentType) {
    return catchThrowableOfType(ManifestInvalid.class, () -> Manifest.parse(bytes, contentType))
        .fault();
  }

  private static Manifest parse(String json) {
    return Manifest.parse(filled(json).getBytes(UTF_8), Optional.empty());
  }

  /** Readable JSON: single quotes, C for a config and L for a layer. */
  private static String filled(String json) {
    return json.replace('\'', '"')
        .replace(":C", ":" + CONFIG)
        .replaceAll("(?<=[:\\[,])L", Matcher.quoteReplacement(LAYER))
        .replace(",C]", "," + CONFIG + "]")
        .replace("[C]", "[" + CONFIG + "]");
  }

  private static String image(String mediaType) {
    return "{'schemaVersion':2,'mediaType':'" + mediaType + "','config':C,'layers':[L]}";
  }

  private static String index(String mediaType) {
    return "{'schemaVersion':2,'mediaType':'" + mediaType + "','manifests':[L]}";
  }

  private static String descriptor(String mediaType, Digest digest, long size) {
    return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}"
        .formatted(mediaType, digest, size);
  }
}
