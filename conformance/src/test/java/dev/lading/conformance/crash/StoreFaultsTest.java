package dev.lading.conformance.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.conformance.support.Answer;
import dev.lading.conformance.support.Content;
import dev.lading.conformance.support.FaultyWay;
import dev.lading.conformance.support.FaultyWay.Fault;
import dev.lading.conformance.support.Findings;
import dev.lading.conformance.support.LadingServer;
import dev.lading.conformance.support.Manifest;
import dev.lading.conformance.support.RegistryProcess;
import dev.lading.conformance.support.Repository;
import dev.lading.conformance.support.Request;
import dev.lading.conformance.support.S3Server;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A server whose way to its store fails: clients are told to come again, or notice nothing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // one server for all
class StoreFaultsTest {
  private final S3Server s3;
  private final FaultyWay way;
  private final RegistryProcess server;
  private final Wire wire;
  private final AtomicInteger number = new AtomicInteger();

  StoreFaultsTest(@TempDir Path directory) {
    s3 = S3Server.start(directory);
    way = FaultyWay.to(s3.url());
    server =
        LadingServer.in(directory)
            .on(s3)
            .with(s3.settings(way.url()))
            .with("storage.redirect.disable", true)
            .start();
    wire = new Wire(server);
  }

  @AfterAll
  void stop() {
    wire.close();
    server.close();
    way.close();
    s3.close();
  }

  /** Each request is given up after some seconds of trying; so not with every fault. */
  @ParameterizedTest
  @EnumSource(names = {"CUT_REPLY", "SLOW_DOWN"})
  void everythingFails_whileTheStoreIsAway_andNothingIsLost(Fault fault) throws Exception {
    Repository repository = repository();
    Manifest image = repository.pushImage("v1");
    String blob = repository.push(Content.patterned(300_000));
    String upload = Repository.pathOf(repository.openUpload());

    way.set(fault);
    try {
      assertThat(answers(everyVerb(repository, image, blob, upload)))
          .allSatisfy(StoreFaultsTest::asksToComeAgain);
    } finally {
      way.set(Fault.NONE);
    }

    repository.send(Request.get(repository.blob(blob))).is(200).holds(Content.patterned(300_000));
    repository
        .send(Request.get(repository.manifest("v1")).header("Accept", Manifest.ACCEPT))
        .is(200)
        .holds(image.content());
  }

  @ParameterizedTest
  @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void pushesAndPulls_throughFaultsNowAndThen_succeed(Fault fault) {
    Repository repository = repository();
    way.set(fault, 4);
    try {
      for (int i = 0; i < 2; i++) {
        Content layer = Content.patterned(100_000 + i);
        String digest = repository.push(layer);
        repository.send(Request.get(repository.blob(digest))).is(200).holds(layer);
        Manifest image = repository.pushImage("v" + i);
        repository
            .send(Request.get(repository.manifest("v" + i)).header("Accept", Manifest.ACCEPT))
            .is(200)
            .holds(image.content());
      }
    } finally {
      way.set(Fault.NONE);
    }
  }

  @Test
  void health_isToldApart() throws IOException {
    assertThat(wire.send(Request.get("/healthz")).status()).isEqualTo(200);
    way.set(Fault.CUT_REQUEST);
    try {
      assertThat(wire.send(Request.get("/healthz")).status()).isEqualTo(503);
    } finally {
      way.set(Fault.NONE);
    }
  }

  private Repository repository() {
    return new Repository(server, "faults/r" + number.incrementAndGet(), new Findings());
  }

  private static List<Request> everyVerb(
      Repository repository, Manifest image, String blob, String upload) {
    Content small = Content.of("small");
    return List.of(
        Request.get(repository.blob(blob)),
        Request.get(repository.blob(blob)).range("bytes=100-200"),
        Request.get(repository.manifest("v1")).header("Accept", Manifest.ACCEPT),
        Request.get(repository.tags()),
        Request.get(repository.referrers(blob)),
        Request.get("/v2/_catalog"),
        Request.get(upload),
        Request.post(repository.uploads()),
        Request.post(repository.uploads() + "?digest=" + small.sha256()).bytes(small),
        Request.patch(upload).bytes(small),
        Request.put(repository.manifest("v2")).type(image.mediaType()).body(image.content()),
        Request.delete(repository.manifest("v1")),
        Request.delete(repository.blob(blob)));
  }

  private static void asksToComeAgain(Answer answer) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(503);
    assertThat(answer.headerLines("Retry-After")).as(answer.toString()).isNotEmpty();
  }

  private List<Answer> answers(List<Request> requests) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(requests.size())) {
      List<Future<Answer>> sent = new ArrayList<>();
      requests.forEach(request -> sent.add(threads.submit(() -> wire.send(request))));
      List<Answer> answers = new ArrayList<>();
      for (Future<Answer> each : sent) {
        answers.add(each.get());
      }
      return answers;
    }
  }
}
