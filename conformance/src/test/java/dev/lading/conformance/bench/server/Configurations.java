package dev.lading.conformance.bench.server;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/** The configuration files of the servers, as text. */
final class Configurations {
  /** Answers 200 once nginx serves. */
  static final String NGINX_READY = "/ready";

  /** As in Debian's file: what was seen once is there for as long as the process runs. */
  static final String IN_MEMORY = "cache: {blobdescriptor: inmemory}";

  /**
   * As distribution has it when nothing is said: the store is asked. Without a Redis that they
   * share, several registries over one bucket are right only so.
   */
  static final String NO_CACHE = "";

  private Configurations() {}

  /** Debian's stock file for docker-registry without its htpasswd; Lading reads the same. */
  static String registry(int port, Path root) {
    return registry(port, "filesystem: {rootdirectory: %s}".formatted(root), IN_MEMORY);
  }

  /**
   * The same for those who log in, by a password or by a token of the registry's own; whoever does
   * not may use {@link Tree#PUSHED}.
   *
   * @param users the htpasswd file
   */
  static String registryWithLogins(int port, Path root, Path users) {
    return registry(port, root)
        + """
        auth:
          htpasswd: {realm: Lading, path: %s}
          token: {issue: true, expiry: 1h}
          access:
            - {who: anonymous, may: [pull, push], on: %s}
        """
            .formatted(users, Tree.PUSHED);
  }

  /** The same, which hands out only what is signed; nobody has to log in. */
  static String registryEnforcing(int port, Path root, String host) {
    return registry(port, root)
        + """
        trust:
          hostnames: ["%s"]
          policies:
            - {repository: "**", mode: enforce, roots: first-use}
        """
            .formatted(host);
  }

  /** A notary-server that keeps all in its memory, the keys as well. */
  static String notaryServer(int port) {
    return """
        {"server": {"http_addr": "127.0.0.1:%d"},
         "trust_service": {"type": "local", "hostname": "", "port": "", "key_algorithm": "ecdsa"},
         "logging": {"level": "error"},
         "storage": {"backend": "memory"}}
        """
        .formatted(port);
  }

  /** The same over TLS 1.3 and HTTP/1.1, which is what is compared. */
  static String registryOverTls(int port, Path root, Path certificate, Path key) {
    return registry(port, root)
        .replace(
            "http:\n",
            """
            http:
              http2: {disabled: true}
              tls: {certificate: %s, key: %s, minimumtls: tls1.3}
            """
                .formatted(certificate, key));
  }

  /**
   * The same over a bucket, its bytes passing through the registry.
   *
   * @param settings of {@code storage.s3}, by dotted keys
   * @param root the prefix of all objects
   * @param cache how blobs that were seen are remembered, as a line of {@code storage}
   */
  static String registryOnBucket(
      int port, Map<String, Object> settings, String root, String cache) {
    String keys =
        settings.entrySet().stream()
            .map(key -> key.getKey().replaceFirst("^storage\\.s3\\.", "") + ": " + key.getValue())
            .collect(Collectors.joining(", "));
    return registry(
        port,
        "s3: {%s, rootdirectory: %s}\n  redirect: {disable: true}".formatted(keys, root),
        cache);
  }

  private static String registry(int port, String storage, String cache) {
    return """
    version: 0.1
    log:
      fields:
        service: registry
    storage:
      %s
      %s
      delete:
        enabled: true
    http:
      addr: 127.0.0.1:%d
      headers:
        X-Content-Type-Options: [nosniff]
    health:
      storagedriver:
        enabled: true
        interval: 10s
        threshold: 3
    """
        .formatted(cache, storage, port);
  }

  /**
   * Static files by sendfile, as nginx is set up for speed; no access log, unlike the registries.
   */
  static String nginx(int port, Path prefix, Path blobs) {
    String user = System.getProperty("user.name").equals("root") ? "user root;\n" : "";
    return user
        + """
        daemon off;
        worker_processes auto;
        pid %1$s/nginx.pid;
        error_log %1$s/error.log;
        events {
          worker_connections 1024;
        }
        http {
          sendfile on;
          tcp_nopush on;
          access_log off;
          keepalive_requests 100000000;
          types { }
          default_type application/octet-stream;
          client_body_temp_path %1$s/body;
          proxy_temp_path %1$s/proxy;
          fastcgi_temp_path %1$s/fastcgi;
          uwsgi_temp_path %1$s/uwsgi;
          scgi_temp_path %1$s/scgi;
          server {
            listen 127.0.0.1:%2$d;
            root %3$s;
            location = %4$s {
              return 200;
            }
          }
        }
        """
            .formatted(prefix, port, blobs, NGINX_READY);
  }
}
