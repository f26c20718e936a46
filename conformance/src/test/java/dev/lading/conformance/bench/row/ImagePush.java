package dev.lading.conformance.bench.row;

import dev.lading.conformance.bench.measure.Bound;
import dev.lading.conformance.bench.measure.Contender;
import dev.lading.conformance.bench.measure.Figure;
import dev.lading.conformance.bench.measure.Samples;
import dev.lading.conformance.bench.measure.Unit;
import dev.lading.conformance.bench.server.Server;
import dev.lading.conformance.bench.server.Subjects;
import dev.lading.conformance.bench.server.Tree;
import dev.lading.conformance.bench.wire.Connection;
import dev.lading.conformance.bench.wire.Content;
import dev.lading.conformance.bench.wire.Image;
import dev.lading.conformance.bench.wire.Push;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;

/**
 * Eight clients at once, each pushing new images into a repository of its own over one connection.
 */
record ImagePush() implements Row {
  private static final int CLIENTS = 8;
  private static final int IMAGES_EACH = 6;
  private static final int LAYERS = 5;
  private static final int BYTES = 1_000_000;

  @Override
  public String name() {
    return "image-push";
  }

  @Override
  public String work() {
    return "push of a 5-layer image of 1 MB, strict, 8 clients";
  }

  @Override
  public List<Figure> run(Subjects subjects, Plan plan) throws IOException, InterruptedException {
    RandomGenerator random = new Random();
    List<Server> servers = new ArrayList<>(List.of(subjects.lading()));
    servers.addAll(subjects.writableRegistries());
    for (Server server : servers) {
      verifyOnce(server, random);
    }
    List<Contender> contenders =
        servers.stream()
            .map(server -> new Contender(server, () -> pushAll(server, random)))
            .toList();
    Samples samples = plan.pairs().measure(contenders);
    List<Figure> figures = new ArrayList<>(samples.speeds(Unit.IMAGES_PER_SECOND));
    figures.add(
        samples.speedRatio(Subjects.LADING, Subjects.DOCKER_REGISTRY, new Bound.AtLeast(1.5)));
    return figures;
  }

  private static void verifyOnce(Server server, RandomGenerator random) throws IOException {
    Image image = Image.random(LAYERS, BYTES, random);
    try (Connection connection = server.connect()) {
      var push = new Push(connection, repository(0));
      push.image(image, "verified");
      push.verify(image, "verified");
    }
  }

  private static Contender.Work pushAll(Server server, RandomGenerator random)
      throws IOException, InterruptedException {
    List<List<Image>> images = new ArrayList<>();
    for (int client = 0; client < CLIENTS; client++) {
      images.add(newImages(random));
    }
    double seconds = pushTimed(server, images);
    for (List<Image> pushed : images) {
      remove(server, pushed);
    }
    return new Contender.Work(CLIENTS * IMAGES_EACH, seconds);
  }

  private static List<Image> newImages(RandomGenerator random) {
    List<Image> images = new ArrayList<>();
    for (int i = 0; i < IMAGES_EACH; i++) {
      images.add(Image.random(LAYERS, BYTES, random));
    }
    return images;
  }

  private static double pushTimed(Server server, List<List<Image>> images)
      throws IOException, InterruptedException {
    try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
      long began = System.nanoTime();
      try {
        List<Future<Void>> running = new ArrayList<>();
        for (int client = 0; client < CLIENTS; client++) {
          String repository = repository(client);
          List<Image> own = images.get(client);
          running.add(clients.submit(() -> pushOwn(server, repository, own)));
        }
        for (Future<Void> one : running) {
          one.get();
        }
        return (System.nanoTime() - began) / 1e9;
      } catch (ExecutionException e) {
        throw new IOException("a push failed: " + e.getCause(), e.getCause());
      } finally {
        clients.shutdownNow();
      }
    }
  }

  private static Void pushOwn(Server server, String repository, List<Image> images)
      throws IOException {
    try (Connection connection = server.connect()) {
      var push = new Push(connection, repository);
      for (Image image : images) {
        push.image(image, image.manifest().digest().substring("sha256:".length()));
      }
    }
    return null;
  }

  private static void remove(Server server, List<Image> pushed) throws IOException {
    for (Image image : pushed) {
      for (Content blob : image.blobs()) {
        Tree.removeBlob(server.root(), blob.digest());
      }
      Tree.removeBlob(server.root(), image.manifest().digest());
    }
  }

  private static String repository(int client) {
    return Tree.PUSHED + "/client-" + client;
  }
}
