package dev.lading.conformance.bench.server;

import dev.lading.conformance.support.Authority;
import dev.lading.conformance.support.FreePort;
import dev.lading.conformance.support.S3Server;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Starts each server when a row first asks for it, and stops all at the end. Servers read one tree;
 * what docker-registry and its like push goes to trees of their own, because two writers must not
 * share one. Mutable, for one thread.
 */
public final class Subjects implements AutoCloseable {
  public static final String LADING = "Lading";
  public static final String RELAXED = "Lading, relaxed";
  public static final String WITH_LOGINS = "Lading, with logins";
  public static final String ENFORCING = "Lading, enforcing";
  public static final String NOTARY_SERVER = "notary-server, in memory";

  /** The name under which trust data is kept. */
  public static final String TRUST_HOST = "bench.example:5000";

  public static final String DOCKER_REGISTRY = "docker-registry";
  public static final String ASKING = "docker-registry, no cache";
  public static final String NGINX = "nginx";

  private static final String HEAP = "-Xmx256m -XX:+UseSerialGC";

  private final Programs programs;
  private final Path directory;
  private final Path data;
  private final Tree tree;
  private final String extraJavaOptions;
  private final Map<String, Server> running = new LinkedHashMap<>();

  // By store: podman takes no path of more than 50 characters for what it notes of running ones.
  private final Map<Path, Path> runRoots = new HashMap<>();

  private Subjects(
      Programs programs, Path directory, Path data, Tree tree, String extraJavaOptions) {
    this.programs = programs;
    this.directory = directory;
    this.data = data;
    this.tree = tree;
    this.extraJavaOptions = extraJavaOptions;
  }

  /** Makes or cleans the data below the directory. Nothing is started yet. */
  public static Subjects open(Programs programs, Path directory, String extraJavaOptions) {
    try {
      Path runs = directory.resolve("run");
      Tree.delete(runs);
      Files.createDirectories(runs);
      Path data = directory.resolve("data");
      return new Subjects(programs, runs, data, Tree.open(data), extraJavaOptions);
    } catch (IOException e) {
      throw new SetupTrouble("cannot make the data in " + directory + ": " + e.getMessage(), e);
    }
  }

  public Tree tree() {
    return tree;
  }

  /** For files that a row needs; emptied at the next run. */
  public Path directory() {
    return directory;
  }

  /**
   * Reads and writes the shared tree with strict durability. It has this heap during the whole run:
   * {@value #HEAP}.
   */
  public Server lading() throws InterruptedException {
    return started(LADING, () -> ladingSpec(LADING, tree.root(), "strict"));
  }

  /** On a tree of its own, without fsync. */
  public Server ladingRelaxed() throws InterruptedException {
    return started(RELAXED, () -> ladingSpec(RELAXED, newRoot("relaxed"), "relaxed"));
  }

  /**
   * On a tree of its own, for those who log in.
   *
   * @param users the text of its htpasswd file
   */
  public Server ladingWithLogins(String users) throws InterruptedException {
    return started(WITH_LOGINS, () -> withLoginsSpec(users));
  }

  /** On a tree of its own, and hands out only what is signed. */
  public Server ladingEnforcing() throws InterruptedException {
    return started(ENFORCING, () -> enforcingSpec(ENFORCING, newRoot("enforcing")));
  }

  /** Debian's notary-server, with nothing on disk. */
  public Server notaryServer() throws InterruptedException {
    return started(NOTARY_SERVER, this::notaryServerSpec);
  }

  /** Makes it first, if there is none. */
  public SignedTree signedTree() throws IOException, InterruptedException {
    return SignedTree.open(data, Instant.now());
  }

  /** For a row that starts it itself. */
  public Spec ladingOnSignedTree() throws IOException, InterruptedException {
    return enforcingSpec(ENFORCING + "-signed", signedTree().root());
  }

  /** Makes it first, if there is none. */
  public GarbageTree garbageTree() throws IOException {
    return GarbageTree.open(data, Instant.now());
  }

  /** For a row that starts it itself; it collects when it is told to. */
  public Spec ladingCollecting(Path root) throws IOException {
    int port = FreePort.choose();
    String config = Configurations.registry(port, root) + "gc: {trash: {keep: 0s}}\n";
    return ladingSpec(LADING + "-collecting", root, port, config, "/v2/");
  }

  /** Tells the registry of a specification to collect. */
  public List<String> collection(Spec lading) {
    String config = lading.command().getLast();
    return List.of(programs.lading().toString(), "gc", "run", "--now", "--yes", "--config", config);
  }

  /** docker-registry's collection, which nobody may push beside. */
  public List<String> offlineCollection(Path root) throws IOException {
    Path config = write("garbage-collect.yml", Configurations.registry(1, root));
    return List.of(programs.dockerRegistry().toString(), "garbage-collect", config.toString());
  }

  /** Makes it first, if there is none. */
  public LayeredImage layeredImage() throws IOException, InterruptedException {
    return LayeredImage.open(data);
  }

  /** Our client brings an image into a folder of its own, and unpacks it. */
  public List<String> ladingPull(String image, Path into) {
    return List.of(
        programs.lading().toString(), "pull", "-q", "--trust=off", "--data-dir=" + into, image);
  }

  /** Our client runs what it has brought. */
  public List<String> ladingRun(String image, Path from) {
    return List.of(
        programs.lading().toString(), "run", "--rm", "--trust=off", "--data-dir=" + from, image);
  }

  /** The same as {@link #ladingPull}, by two programs. */
  public List<String> skopeoAndUmoci(String image, Path into) {
    String script =
        """
        skopeo --insecure-policy copy -q --src-tls-verify=false docker://"$1" oci:"$2"/oci:v1 &&
        umoci unpack --image "$2"/oci:v1 "$2"/bundle""";
    return List.of("sh", "-c", script, "sh", image, into.toString());
  }

  /** podman with a store of its own, and without what it cannot have on every machine. */
  public List<String> podman(Path store, List<String> arguments) throws IOException {
    Path config =
        write(
            "containers.conf",
            """
            [containers]
            default_ulimits = []
            [engine]
            runtime = "runc"
            cgroup_manager = "cgroupfs"
            events_logger = "none"
            """);
    if (!runRoots.containsKey(store)) {
      runRoots.put(store, Files.createTempDirectory("podman"));
    }
    List<String> command = new ArrayList<>(List.of("env", "CONTAINERS_CONF=" + config, "podman"));
    command.addAll(List.of("--root=" + store, "--runroot=" + runRoots.get(store)));
    command.addAll(arguments);
    return command;
  }

  /**
   * Lading and docker-registry over TLS with one certificate, on trees of their own with the shared
   * tree's image and blobs.
   */
  public List<Server> overTls() throws InterruptedException {
    return List.of(
        started(LADING + "-tls", () -> overTls(LADING)),
        started(DOCKER_REGISTRY + "-tls", () -> overTls(DOCKER_REGISTRY)));
  }

  /** docker-registry and the other peers, on the shared tree. Nobody may push to them. */
  public List<Server> registries() throws InterruptedException {
    var all = new ArrayList<Server>();
    for (var program : registryPrograms().entrySet()) {
      String name = program.getKey();
      all.add(started(name, () -> registrySpec(name, program.getValue(), tree.root())));
    }
    return all;
  }

  /** docker-registry and the other peers, each on a tree of its own. */
  public List<Server> writableRegistries() throws InterruptedException {
    var all = new ArrayList<Server>();
    for (var program : registryPrograms().entrySet()) {
      String name = program.getKey();
      all.add(
          started(name + "-writable", () -> registrySpec(name, program.getValue(), newRoot(name))));
    }
    return all;
  }

  /**
   * Lading and docker-registry over one S3 server, which runs in this process, each below a prefix
   * of its own.
   *
   * @param name tells these servers from others over a bucket
   * @param way from the registries to the S3 server
   */
  public List<Server> onBucket(String name, S3Server bucket, URI way) throws InterruptedException {
    return onBucket(List.of(LADING, DOCKER_REGISTRY), name, bucket, way);
  }

  /** As {@link #onBucket}, and docker-registry that remembers nothing. */
  public List<Server> allOnBucket(String name, S3Server bucket, URI way)
      throws InterruptedException {
    return onBucket(List.of(LADING, DOCKER_REGISTRY, ASKING), name, bucket, way);
  }

  private List<Server> onBucket(List<String> registries, String name, S3Server bucket, URI way)
      throws InterruptedException {
    List<Server> servers = new ArrayList<>();
    for (String registry : registries) {
      servers.add(started(registry + "-" + name, () -> bucketSpec(registry, name, bucket, way)));
    }
    return servers;
  }

  /** Serves the shared tree's blobs as files, by {@link Tree#nginxPath}. */
  public Server nginx() throws InterruptedException {
    return started(NGINX, this::nginxSpec);
  }

  /** A Lading that the caller starts, on a root that no other running server has. */
  public Spec ladingSpec(String name, Path root, String durability) throws IOException {
    int port = FreePort.choose();
    String config = Configurations.registry(port, root) + "durability: " + durability + "\n";
    return ladingSpec(name, root, port, config, "/v2/");
  }

  /** Its keys are there for everybody to read, when nothing else is. */
  private Spec withLoginsSpec(String users) throws IOException {
    int port = FreePort.choose();
    Path root = newRoot("logins");
    String config = Configurations.registryWithLogins(port, root, write("users.htpasswd", users));
    return ladingSpec(WITH_LOGINS, root, port, config, "/auth/token/jwks");
  }

  private Spec enforcingSpec(String name, Path root) throws IOException {
    int port = FreePort.choose();
    String config = Configurations.registryEnforcing(port, root, TRUST_HOST);
    return ladingSpec(name, root, port, config, "/v2/");
  }

  private Spec notaryServerSpec() throws IOException {
    int port = FreePort.choose();
    Path config = write("notary-server.json", Configurations.notaryServer(port));
    return new Spec(
        NOTARY_SERVER,
        List.of(programs.notaryServer().toString(), "-config", config.toString()),
        Map.of(),
        port,
        newRoot("notary-server"),
        directory.resolve("notary-server.log"),
        "/_notary_server/health");
  }

  private Spec overTls(String registry) throws IOException {
    Path root = newRoot(registry + "-tls");
    tree.copyImageTo(root);
    int port = FreePort.choose();
    Authority authority = new Authority();
    Path certificate = directory.resolve(fileName(registry) + ".crt");
    Path key = directory.resolve(fileName(registry) + ".key");
    authority.issue("localhost").write(certificate, key);
    String config = Configurations.registryOverTls(port, root, certificate, key);
    Spec spec =
        registry.equals(LADING)
            ? ladingSpec(LADING, root, port, config, "/v2/")
            : registrySpec(DOCKER_REGISTRY, programs.dockerRegistry(), root, port, config);
    return spec.overTls(authority.trusting());
  }

  private Spec ladingSpec(String name, Path root, int port, String config, String readyPath)
      throws IOException {
    Path file = write(fileName(name) + "-" + port + ".yml", config);
    return new Spec(
        name,
        List.of(programs.lading().toString(), "serve", "--config", file.toString()),
        Map.of("LADING_JAVA_OPTS", (HEAP + " " + extraJavaOptions).strip()),
        port,
        root,
        directory.resolve(fileName(name) + "-" + port + ".log"),
        readyPath);
  }

  /** docker-registry on the shared tree, for a row that starts it itself. */
  public Spec dockerRegistrySpec() throws IOException {
    return registrySpec(DOCKER_REGISTRY, programs.dockerRegistry(), tree.root());
  }

  /** Removes a directory that {@link #newRoot} made. */
  public void discard(Path root) throws IOException {
    Tree.delete(root);
  }

  /** An empty directory for a store. */
  public Path newRoot(String name) throws IOException {
    return Files.createDirectories(directory.resolve("root-" + fileName(name)));
  }

  @Override
  public void close() {
    running.values().forEach(Server::close);
    running.clear();
  }

  private interface SpecSource {
    Spec get() throws IOException;
  }

  private Server started(String key, SpecSource source) throws InterruptedException {
    Server known = running.get(key);
    if (known != null) {
      return known;
    }
    try {
      Server server = Server.start(source.get());
      running.put(key, server);
      return server;
    } catch (IOException e) {
      throw new SetupTrouble("cannot prepare " + key + ": " + e.getMessage(), e);
    }
  }

  private Map<String, Path> registryPrograms() {
    Map<String, Path> all = new LinkedHashMap<>(Map.of(DOCKER_REGISTRY, programs.dockerRegistry()));
    all.putAll(new TreeMap<>(programs.peers()));
    return all;
  }

  private Spec registrySpec(String name, Path program, Path root) throws IOException {
    int port = FreePort.choose();
    return registrySpec(name, program, root, port, Configurations.registry(port, root));
  }

  private Spec registrySpec(String name, Path program, Path root, int port, String config)
      throws IOException {
    String file = fileName(name) + "-" + port;
    Path written = write(file + ".yml", config);
    List<String> command = List.of(program.toString(), "serve", written.toString());
    return new Spec(name, command, Map.of(), port, root, directory.resolve(file + ".log"), "/v2/");
  }

  private Spec bucketSpec(String registry, String name, S3Server bucket, URI way)
      throws IOException {
    int port = FreePort.choose();
    String file = fileName(registry + "-" + name);
    String cache = registry.equals(ASKING) ? Configurations.NO_CACHE : Configurations.IN_MEMORY;
    String text = Configurations.registryOnBucket(port, bucket.settings(way), file, cache);
    Path config = write(file + ".yml", text);
    boolean isOurs = registry.equals(LADING);
    return new Spec(
        registry,
        isOurs
            ? List.of(programs.lading().toString(), "serve", "--config", config.toString())
            : List.of(programs.dockerRegistry().toString(), "serve", config.toString()),
        isOurs ? Map.of("LADING_JAVA_OPTS", (HEAP + " " + extraJavaOptions).strip()) : Map.of(),
        port,
        bucket.objects().resolve(file),
        directory.resolve(file + ".log"),
        "/v2/");
  }

  private Spec nginxSpec() throws IOException {
    int port = FreePort.choose();
    Path prefix = Files.createDirectories(directory.resolve("nginx"));
    Path config =
        write(
            "nginx.conf",
            Configurations.nginx(port, prefix, tree.root().resolve(Tree.V2).resolve("blobs")));
    return new Spec(
        NGINX,
        List.of(programs.nginx().toString(), "-p", prefix.toString(), "-c", config.toString()),
        Map.of(),
        port,
        tree.root(),
        directory.resolve("nginx.log"),
        Configurations.NGINX_READY);
  }

  private Path write(String file, String text) throws IOException {
    return Files.writeString(directory.resolve(file), text);
  }

  private static String fileName(String name) {
    return name.replaceAll("[^A-Za-z0-9.-]+", "-");
  }
}
