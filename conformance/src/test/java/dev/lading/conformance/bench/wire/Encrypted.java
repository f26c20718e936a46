package dev.lading.conformance.bench.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import javax.net.ssl.SSLContext;

/** Asks a server over TLS whether it is there; for everything that is timed there is curl. */
public final class Encrypted {
  private Encrypted() {}

  /** Whether a GET is answered with 200. Anything that goes wrong is a no. */
  public static boolean answers(SSLContext trust, int port, String path) {
    try (var socket =
        trust.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port)) {
      String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      var reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
      String status = reader.readLine();
      return status != null && status.startsWith("HTTP/1.1 200");
    } catch (IOException _) {
      return false; // not listening yet
    }
  }
}
