package dev.lading.runtime.signing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.lading.content.Algorithm;
import dev.lading.content.Digest;
import dev.lading.storage.memory.MemoryDriver;
import dev.lading.trust.Gun;
import dev.lading.trust.MetadataVersion;
import dev.lading.trust.Role;
import dev.lading.trust.Role.ServerRole;
import dev.lading.trust.canonical.CanonicalJson;
import dev.lading.trust.canonical.FileJson;
import dev.lading.trust.canonical.Json;
import dev.lading.trust.key.KeyType;
import dev.lading.trust.publish.Publishing;
import dev.lading.trust.publish.Resigning;
import dev.lading.trust.publish.ServerKeys;
import dev.lading.trust.publish.UpdateLimits;
import dev.lading.trust.publish.UpdateResult.Accepted;
import dev.lading.trust.publish.UpdateResult.Refused;
import dev.lading.trust.publish.UploadedPart;
import dev.lading.trust.service.TrustData;
import dev.lading.trust.signer.MasterKeys;
import dev.lading.trust.signer.SealedRoleSigner;
import dev.lading.trust.store.StoredFile;
import dev.lading.trust.store.TrustStore;
import dev.lading.trust.verify.RootPins;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.spec.SecretKeySpec;

/**
 * The routes of trust data over the registry's own rules, keys and store, in memory; and one
 * manifest, which is refused until it is signed if a test wants that.
 */
public final class TrustServer implements AutoCloseable {
  private static final Pattern ROUTE = Pattern.compile("/v2/(.+)/_trust/tuf/(.*)");
  private static final Pattern VERSIONED = Pattern.compile("(\\d+)\\.root");
  private static final Pattern HASHED = Pattern.compile("(.+)\\.([0-9a-f]{64})");
  private static final Pattern PART =
      Pattern.compile(
          "filename=\"([^\"]*)\"\r\n(?:[^\r]+\r\n)*\r\n(.*?)\r\n(?=--)", Pattern.DOTALL);

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final TrustData trust;
  private final TrustStore store;
  private final AtomicReference<Runnable> beforePublication = new AtomicReference<>(() -> {});
  private final AtomicBoolean closed = new AtomicBoolean();
  private final AtomicInteger publications = new AtomicInteger();
  private final Map<String, String> manifests = new ConcurrentHashMap<>();
  private final Map<String, byte[]> served = new ConcurrentHashMap<>();
  private final Map<String, String> mediaTypes = new ConcurrentHashMap<>();

  public TrustServer(Instant now) {
    this(() -> now);
  }

  public TrustServer(InstantSource clock) {
    MemoryDriver driver = new MemoryDriver(clock);
    store = new TrustStore(driver, clock, new SplittableRandom(), 1 << 20);
    MasterKeys masters =
        MasterKeys.of(new SecretKeySpec(new byte[32], "AES"), List.of(), new SecureRandom());
    SealedRoleSigner signer = new SealedRoleSigner(driver, masters, store, new SecureRandom());
    trust =
        new TrustData(
            store,
            new Publishing(signer, UpdateLimits.DEFAULT, _ -> RootPins.NONE),
            new Resigning(signer),
            new ServerKeys(signer, KeyType.ECDSA),
            clock,
            TrustData.Listener.NONE);
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  public String host() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** Asked once, by the next publication, before it is decided on. */
  void beforePublication(Runnable event) {
    beforePublication.set(event);
  }

  int publications() {
    return publications.get();
  }

  /** The manifest of a path is refused as unsigned, with this digest and 17 bytes. */
  public void refuse(String path, String digest) {
    manifests.put("/v2/" + path, digest);
  }

  /** What a path below {@code /v2/} is answered with. */
  public void serve(String path, String mediaType, byte[] bytes) {
    mediaTypes.put("/v2/" + path, mediaType);
    served.put("/v2/" + path, bytes);
  }

  /** From now on everything is refused to who shows no password. */
  public void wantLogin() {
    closed.set(true);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }

  private void answer(HttpExchange http) throws IOException {
    String path = http.getRequestURI().getPath();
    Matcher route = ROUTE.matcher(path);
    if (closed.get()) {
      http.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"here\"");
      answer(http, 401, new byte[0]);
    } else if (path.equals("/v2/")) {
      answer(http, 200, "{}".getBytes(StandardCharsets.UTF_8));
    } else if (route.matches()) {
      trust(http, Gun.parse(route.group(1)), route.group(2));
    } else if (served.containsKey(path)) {
      serve(http, mediaTypes.getOrDefault(path, ""), served.get(path));
    } else {
      String refused = manifests.get(path);
      if (refused == null) {
        answer(http, 404, new byte[0]);
      } else {
        refused(http, refused);
      }
    }
  }

  private static void serve(HttpExchange http, String mediaType, byte[] bytes) throws IOException {
    http.getResponseHeaders().add("Content-Type", mediaType);
    http.getResponseHeaders()
        .add("Docker-Content-Digest", Digest.of(Algorithm.SHA256, bytes).toString());
    if (http.getRequestMethod().equals("HEAD")) {
      http.getResponseHeaders().add("Content-Length", String.valueOf(bytes.length));
    }
    answer(http, 200, bytes);
  }

  private void trust(HttpExchange http, Gun gun, String file) throws IOException {
    String method = http.getRequestMethod();
    if (file.isEmpty() && method.equals("POST")) {
      publish(http, gun);
    } else if (file.endsWith(".key")) {
      ServerRole role = (ServerRole) Role.parse(file.replace(".key", ""));
      var key = method.equals("POST") ? trust.nextKey(gun, role) : trust.key(gun, role);
      answer(http, 200, CanonicalJson.encode(key.json()));
    } else {
      Optional<StoredFile> found = find(gun, file.replaceFirst("\\.json$", ""));
      answer(http, found.isPresent() ? 200 : 404, found.map(StoredFile::bytes).orElse(new byte[0]));
    }
  }

  private Optional<StoredFile> find(Gun gun, String name) {
    Matcher versioned = VERSIONED.matcher(name);
    if (versioned.matches()) {
      return store.find(gun, Role.ROOT, new MetadataVersion(Integer.parseInt(versioned.group(1))));
    }
    Matcher hashed = HASHED.matcher(name);
    return hashed.matches()
        ? store.find(
            gun, Role.parse(hashed.group(1)), new Digest(Algorithm.SHA256, hashed.group(2)))
        : trust.find(gun, Role.parse(name));
  }

  private void publish(HttpExchange http, Gun gun) throws IOException {
    String body = new String(http.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1);
    beforePublication.getAndSet(() -> {}).run();
    List<UploadedPart> parts = new ArrayList<>();
    Matcher part = PART.matcher(body);
    while (part.find()) {
      parts.add(
          new UploadedPart(part.group(1), part.group(2).getBytes(StandardCharsets.ISO_8859_1)));
    }
    switch (trust.publish(gun, parts)) {
      case Accepted _ -> {
        publications.incrementAndGet();
        answer(http, 200, new byte[0]);
      }
      case Refused refused -> answer(http, 400, error(refused));
    }
  }

  private static byte[] error(Refused refused) {
    Json.Obj error =
        new Json.Obj(
            Map.of(
                "code", new Json.Str(refused.error().name()),
                "message", new Json.Str(refused.error().message()),
                "detail", refused.detail().orElse(new Json.Null())));
    return FileJson.text(new Json.Obj(Map.of("errors", new Json.Arr(List.of(error)))))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static void refused(HttpExchange http, String digest) throws IOException {
    http.getResponseHeaders().add("Docker-Content-Digest", digest);
    String body =
        """
        {"errors":[{"code":"DENIED","message":"image is not signed","detail":
          {"digest":"%s","size":17,"mediaType":"application/vnd.oci.image.manifest.v1+json"}}]}\
        """
            .formatted(digest);
    answer(http, 403, body.getBytes(StandardCharsets.UTF_8));
  }

  private static void answer(HttpExchange http, int status, byte[] body) throws IOException {
    boolean bodyless = body.length == 0 || http.getRequestMethod().equals("HEAD");
    http.sendResponseHeaders(status, bodyless ? -1 : body.length);
    if (!bodyless) {
      http.getResponseBody().write(body);
    }
    http.close();
  }
}
