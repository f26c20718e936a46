package dev.lading.runtime.registry.client;

import dev.lading.runtime.registry.RegistryException.Refused;
import dev.lading.runtime.registry.http.Addresses;
import dev.lading.runtime.registry.http.Answer;
import dev.lading.runtime.registry.http.ErrorEnvelope;
import dev.lading.runtime.registry.http.Method;
import dev.lading.runtime.registry.http.Request;
import dev.lading.runtime.registry.http.Transport;
import dev.lading.runtime.registry.login.Login;
import dev.lading.runtime.registry.login.Scope;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Asks one registry: where its paths begin, and with which login. */
record Caller(URI base, Login login, Transport transport) {
  private static final String PATH_MARKS = "-._~/:@";

  /**
   * @param path below {@code /v2/}, not yet encoded, without a query
   */
  Request request(Method method, String path) {
    return Request.of(method, uri(path));
  }

  URI uri(String path) {
    return base.resolve("/v2/" + encoded(path));
  }

  /**
   * Where an answer points to: a page that follows, an upload.
   *
   * @throws dev.lading.runtime.registry.RegistryException.Unsafe when it is not to be asked
   */
  URI linked(Answer answer, String location) {
    URI target = Transport.resolved(answer.uri(), location);
    return Addresses.requireSafe(answer.uri(), target, transport.plain());
  }

  /** Any answer. The caller closes it. */
  Answer send(Request request, Scope scope) {
    return login.send(request, Set.of(scope));
  }

  /** One without an error. The caller closes it. */
  Answer succeed(Request request, Scope scope) {
    return succeeded(send(request, scope));
  }

  /**
   * @throws Refused when it is an error; the answer is closed then
   */
  static Answer succeeded(Answer answer) {
    if (!answer.isSuccess()) {
      throw ErrorEnvelope.refused(answer);
    }
    return answer;
  }

  private static String encoded(String path) {
    StringBuilder text = new StringBuilder();
    for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
      boolean plain =
          (b >= 'a' && b <= 'z')
              || (b >= 'A' && b <= 'Z')
              || (b >= '0' && b <= '9')
              || PATH_MARKS.indexOf(b) >= 0;
      text.append(plain ? String.valueOf((char) b) : "%%%02X".formatted(b & 0xff));
    }
    return text.toString();
  }
}
