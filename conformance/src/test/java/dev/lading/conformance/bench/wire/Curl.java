package dev.lading.conformance.bench.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/**
 * Downloads over TLS by curl, one after the other on one connection: the same client for every
 * server, and outside of this process. Certificates are not verified.
 */
public final class Curl {
  private Curl() {}

  /** Downloads once and compares the hash. */
  public static void verify(int port, String path, String digest) throws IOException {
    MessageDigest hash = Content.sha256();
    Process process = start(List.of("-f", url(port, path)));
    try (InputStream in = new DigestInputStream(process.getInputStream(), hash)) {
      in.transferTo(OutputStream.nullOutputStream());
    } finally {
      process.destroy();
    }
    String got = Content.digest(hash);
    if (!got.equals(digest)) {
      throw new UnexpectedAnswer(path + " came back as " + got + " instead of " + digest);
    }
  }

  /** Downloads so many times; any answer but 200 with this many bytes is unexpected. */
  public static void download(int port, String path, int times, long bytes) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("-w", "%{http_code} %{size_download}\n"));
    for (int i = 0; i < times; i++) {
      arguments.addAll(List.of("-o", "/dev/null", url(port, path)));
    }
    Process process = start(arguments);
    try (var lines = process.inputReader()) {
      List<String> answers = lines.lines().toList();
      if (answers.size() != times
          || !answers.stream().allMatch(answer -> answer.equals("200 " + bytes))) {
        throw new UnexpectedAnswer("curl got " + answers);
      }
    } finally {
      process.destroy();
    }
  }

  private static Process start(List<String> arguments) throws IOException {
    List<String> command =
        new ArrayList<>(List.of("curl", "-s", "-k", "--http1.1", "--tlsv1.3", "--noproxy", "*"));
    command.addAll(arguments);
    return new ProcessBuilder(command).start();
  }

  private static String url(int port, String path) {
    return "https://127.0.0.1:" + port + path;
  }
}
