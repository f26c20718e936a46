package dev.lading.conformance.bench.wire;

import java.util.Map;
import java.util.TreeMap;

/** One HTTP/1.1 request; {@code target} is the path with its query. */
public record Request(String method, String target, Map<String, String> headers, Body body) {
  /** The manifest media type that every image of the benchmark has. */
  public static final String MANIFEST_TYPE = "application/vnd.oci.image.manifest.v1+json";

  public Request {
    headers = Map.copyOf(headers);
  }

  public Request(String method, String target, Body body) {
    this(method, target, Map.of(), body);
  }

  public static Request get(String target) {
    return new Request("GET", target, Map.of("Accept", MANIFEST_TYPE + ", */*"), Body.none());
  }

  public static Request head(String target) {
    return new Request("HEAD", target, Body.none());
  }

  /** The request line and the header fields, to and with the empty line. */
  String head(int port) {
    var text = new StringBuilder(256);
    text.append(method)
        .append(' ')
        .append(target)
        .append(" HTTP/1.1\r\nHost: 127.0.0.1:")
        .append(port)
        .append("\r\n");
    new TreeMap<>(headers)
        .forEach((name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
    boolean mayCarryContent = !method.equals("GET") && !method.equals("HEAD");
    if (mayCarryContent) {
      text.append("Content-Length: ").append(body.size()).append("\r\n");
    }
    return text.append("\r\n").toString();
  }
}
