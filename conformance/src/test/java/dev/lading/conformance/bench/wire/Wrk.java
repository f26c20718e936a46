package dev.lading.conformance.bench.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a closed-loop load of sixteen connections by {@code wrk} did: right for throughput, never
 * for latency. Any answer other than 2xx and any socket error makes the run void.
 */
public record Wrk(long requests, double seconds) {
  private static final Pattern TOTAL = Pattern.compile("(\\d+) requests in ([0-9.]+)(ms|s|m), ");
  private static final Pattern BAD = Pattern.compile("(?m)^\\s*(Non-2xx.*|Socket errors.*)$");

  /** Loads {@code http://127.0.0.1:PORT/PATH} for whole seconds and waits for the end. */
  public static Wrk run(int port, String path, Duration duration)
      throws IOException, InterruptedException {
    return run(port, path, duration, Map.of());
  }

  /** The same with more header fields. */
  public static Wrk run(int port, String path, Duration duration, Map<String, String> headers)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of("wrk", "-t2", "-c16", "-d" + duration.toSeconds() + "s"));
    command.addAll(List.of("-H", "Accept: " + Request.MANIFEST_TYPE));
    headers.forEach((name, value) -> command.addAll(List.of("-H", name + ": " + value)));
    command.add("http://127.0.0.1:" + port + path);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      process.waitFor();
      return parse(output);
    } finally {
      process.destroyForcibly();
    }
  }

  static Wrk parse(String output) {
    Matcher bad = BAD.matcher(output);
    if (bad.find()) {
      throw new UnexpectedAnswer("wrk: " + bad.group(1));
    }
    Matcher total = TOTAL.matcher(output);
    if (!total.find() || total.group(1).equals("0")) {
      throw new UnexpectedAnswer("wrk made no request: " + output);
    }
    double unit =
        switch (total.group(3)) {
          case "ms" -> 0.001;
          case "m" -> 60;
          default -> 1;
        };
    return new Wrk(Long.parseLong(total.group(1)), Double.parseDouble(total.group(2)) * unit);
  }
}
