package dev.lading.storage.s3;

import dev.lading.storage.Key;
import dev.lading.storage.Parallel;
import dev.lading.storage.StorageException;
import dev.lading.storage.s3.Finding.Fails;
import dev.lading.storage.s3.Finding.Result;
import dev.lading.storage.s3.Finding.Untried;
import dev.lading.storage.s3.Finding.Works;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * Finds out what a store can do, by doing it with a few small objects at names that nobody else
 * has, and removes them. About thirty requests. To be used once.
 */
final class Probe {
  private static final byte[] BYTES = {1, 2, 3, 4, 5, 6, 7, 8};
  private static final byte[] MIDDLE = {4, 5, 6};
  private static final int RACING = 4;
  private static final int FORBIDDEN = 403;
  private static final Duration CLOCKS_APART = Duration.ofSeconds(30);
  private static final Duration VALIDITY = Duration.ofMinutes(5);

  private final Store store;
  private final Bucket bucket;
  private final SdkHttpClient http;
  private final InstantSource clock;
  private final Key place;
  private final Map<Ability, Result> results = new EnumMap<>(Ability.class);

  Probe(Store store, SdkHttpClient http, InstantSource clock) {
    this.store = store;
    this.bucket = store.bucket();
    this.http = http;
    this.clock = clock;
    this.place = Key.of("lading", "probe", bucket.marks().get());
  }

  /** One finding for each ability, in their order. */
  List<Finding> run() {
    Ability first = look();
    check(Ability.WRITE, first, this::write);
    check(Ability.READ, Ability.WRITE, this::read);
    check(Ability.RANGE, Ability.READ, this::readRange);
    check(Ability.CREATE_IF_ABSENT, Ability.WRITE, this::create);
    check(Ability.MULTIPART_COPY, Ability.READ, this::copyPart);
    check(Ability.PRESIGNED, Ability.READ, this::fetch);
    check(Ability.LIST_UPLOADS, first, this::listUploads);
    check(Ability.DELETE, Ability.WRITE, this::delete);
    check(Ability.FENCED_DELETE, Ability.DELETE, this::fence);
    return Arrays.stream(Ability.values())
        .map(ability -> new Finding(ability, result(ability)))
        .toList();
  }

  /** What is wrong, if anything is; may throw what requests throw. */
  private interface Attempt {
    Optional<String> fault() throws IOException;
  }

  private void check(Ability ability, Ability needed, Attempt attempt) {
    if (!(result(needed) instanceof Works)) {
      results.put(ability, new Untried(needed));
      return;
    }
    try {
      results.put(
          ability, attempt.fault().<Result>map(fault -> fails(ability, fault)).orElse(new Works()));
    } catch (StorageException | IOException e) {
      results.put(ability, fails(ability, e));
    }
  }

  /**
   * One listing tells of the way there, the right to list, and the store's clock.
   *
   * @return what everything else needs
   */
  private Ability look() {
    try {
      var page = bucket.impatient().list(object(""), list -> list.maxKeys(1));
      results.put(Ability.REACH, new Works());
      results.put(Ability.LIST, new Works());
      SdkHttpResponse answer = page.sdkHttpResponse();
      check(Ability.CLOCK, Ability.REACH, () -> apart(answer));
      return Ability.REACH;
    } catch (StorageException e) {
      return failed(e);
    }
  }

  private Ability failed(StorageException e) {
    Optional<Mistake> mistake = Mistake.of(cause(e));
    Ability failing = mistake.map(Mistake::ability).orElse(Ability.LIST);
    results.put(Ability.REACH, new Works());
    results.put(Ability.LIST, new Untried(Ability.REACH));
    results.put(Ability.CLOCK, new Untried(failing));
    results.put(
        failing, mistake.<Result>map(m -> m.fails(cause(e))).orElse(fails(Ability.LIST, e)));
    return mistake.isPresent() ? failing : Ability.REACH;
  }

  private Optional<String> apart(SdkHttpResponse answer) {
    Optional<Instant> theirs = StoreClock.date(answer);
    if (theirs.isEmpty()) {
      String date = answer.firstMatchingHeader("Date").orElse("missing");
      return Optional.of("the store does not tell the time: Date is " + date);
    }
    Duration apart = Duration.between(clock.instant(), theirs.get());
    return fault(
        apart.abs().compareTo(CLOCKS_APART) <= 0,
        "the store's clock and this machine's are " + apart.toSeconds() + " s apart");
  }

  private Optional<String> write() {
    bucket.put(object("object"), Body.of(BYTES));
    return Optional.empty();
  }

  private Optional<String> read() {
    Optional<byte[]> read = bucket.read(place, object("object"), BYTES.length);
    return fault(
        read.filter(bytes -> Arrays.equals(bytes, BYTES)).isPresent(),
        "an object was written, and not there, or other, afterwards");
  }

  private Optional<String> readRange() throws IOException {
    var opened = bucket.open(object("object"), 3, MIDDLE.length);
    if (opened.isEmpty()) {
      return Optional.of("an object was written, and not there afterwards");
    }
    try (InputStream in = opened.get()) {
      return fault(
          Arrays.equals(in.readNBytes(BYTES.length), MIDDLE),
          "bytes 3 to 5 were asked for, and others came");
    }
  }

  private Optional<String> create() {
    long winners = race().stream().filter(won -> won).count();
    if (winners != 1) {
      return Optional.of(RACING + " created one object at once, and " + winners + " succeeded");
    }
    return fault(
        !bucket.putIfAbsent(object("created"), Body.of(BYTES)),
        "an object that was there was created again");
  }

  private List<Boolean> race() {
    Supplier<Boolean> create = () -> bucket.putIfAbsent(object("created"), Body.of(BYTES));
    return Parallel.run(Collections.nCopies(RACING, create), RACING, "the probe");
  }

  /** The last part, here the only one, may be as small as it likes. */
  private Optional<String> copyPart() {
    Multipart multipart = Multipart.begin(bucket, object("joined"));
    try {
      multipart.complete(List.of(multipart.copy(1, Piece.all(object("object")))));
    } catch (StorageException e) {
      multipart.abortAfter(e);
      throw e;
    }
    return fault(
        bucket
            .read(place, object("joined"), BYTES.length)
            .filter(bytes -> Arrays.equals(bytes, BYTES))
            .isPresent(),
        "an object was copied, and not there, or other, afterwards");
  }

  private Optional<String> fetch() throws IOException {
    SdkHttpFullRequest get =
        SdkHttpFullRequest.builder()
            .method(SdkHttpMethod.GET)
            .uri(bucket.presign(object("object"), VALIDITY))
            .putHeader("Range", "bytes=3-5")
            .build();
    HttpExecuteResponse answer =
        http.prepareRequest(HttpExecuteRequest.builder().request(get).build()).call();
    int status = answer.httpResponse().statusCode();
    try (InputStream in = answer.responseBody().map(InputStream.class::cast).orElse(nothing())) {
      byte[] bytes = in.readNBytes(BYTES.length);
      return fault(
          status == 206 && Arrays.equals(bytes, MIDDLE),
          "a presigned URL was answered with status " + status);
    }
  }

  private Optional<String> listUploads() {
    bucket.uploads(object(""), Optional.empty());
    return Optional.empty();
  }

  private Optional<String> delete() {
    bucket.deleteAll(Stream.of("object", "created", "joined").map(this::object).toList());
    return fault(
        bucket.find(object("object")).isEmpty(), "an object was deleted, and there afterwards");
  }

  private Optional<String> fence() {
    return new FenceTrial(bucket, store.clock()).fault(object("fenced"));
  }

  private String object(String name) {
    return store.names().below(place) + name;
  }

  private Result result(Ability ability) {
    return results.getOrDefault(ability, new Untried(Ability.REACH));
  }

  private static Fails fails(Ability ability, String reason) {
    return new Fails(reason, ability.nextStep());
  }

  private static Fails fails(Ability ability, Exception failure) {
    boolean isForbidden =
        cause(failure) instanceof SdkServiceException answer && answer.statusCode() == FORBIDDEN;
    return new Fails(
        reason(failure), isForbidden ? ability.nextStepWhenForbidden() : ability.nextStep());
  }

  private static Optional<String> fault(boolean isRight, String otherwise) {
    return isRight ? Optional.empty() : Optional.of(otherwise);
  }

  private static String reason(Exception failure) {
    Throwable cause = cause(failure);
    String answer =
        cause instanceof AwsServiceException e && e.awsErrorDetails() != null
            ? e.statusCode()
                + " "
                + e.awsErrorDetails().errorCode()
                + ": "
                + e.awsErrorDetails().errorMessage()
            : String.valueOf(cause.getMessage());
    return failure.getMessage() + " (" + answer + ")";
  }

  private static Throwable cause(Exception failure) {
    return failure.getCause() == null ? failure : failure.getCause();
  }

  private static InputStream nothing() {
    return InputStream.nullInputStream();
  }
}
