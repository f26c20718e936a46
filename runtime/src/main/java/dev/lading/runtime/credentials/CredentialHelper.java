package dev.lading.runtime.credentials;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lading.runtime.registry.http.JsonDocument;
import dev.lading.runtime.registry.login.Credentials;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * A program that keeps logins, such as the system's key ring: {@code docker-credential-NAME}. What
 * it says is read up to a limit and for a while, and what it says on standard error is for people.
 *
 * @param searchPath where it is looked for, as {@code PATH}
 * @see <a href="https://github.com/docker/docker-credential-helpers#development">docker credential
 *     helpers, protocol</a>
 */
record CredentialHelper(String name, String searchPath, Duration patience) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,63}");
  private static final int LIMIT_BYTES = 64 * 1024;

  /** The protocol has no other sign for it. */
  private static final String NOT_FOUND = "credentials not found in native keychain";

  private static final String IDENTITY_TOKEN = "<token>";

  private record Said(int status, String text) {}

  CredentialHelper {
    if (!NAME.matcher(name).matches()) {
      throw new UnusableLogins("a credential helper", "has a name that no program has");
    }
  }

  Optional<Credentials> find(String server) {
    Said said = run("get", server);
    if (said.status != 0) {
      if (said.text.equals(NOT_FOUND)) {
        return Optional.empty();
      }
      throw failed("get", said.status);
    }
    ObjectNode answer =
        JsonDocument.object(said.text.getBytes(StandardCharsets.UTF_8))
            .orElseThrow(() -> new UnusableLogins(program(), "answers what is no JSON object"));
    String user = answer.path("Username").asText("");
    String secret = answer.path("Secret").asText("");
    if (secret.isEmpty()) {
      return Optional.empty();
    }
    if (user.indexOf(':') >= 0) {
      throw new UnusableLogins(program(), "answers a user's name with a colon in it");
    }
    return Optional.of(
        user.equals(IDENTITY_TOKEN)
            ? new Credentials.IdentityToken(secret)
            : new Credentials.Password(user, secret));
  }

  void store(String server, Credentials credentials) {
    ObjectNode login = JsonNodeFactory.instance.objectNode().put("ServerURL", server);
    switch (credentials) {
      case Credentials.Password password ->
          login.put("Username", password.user()).put("Secret", password.secret());
      case Credentials.IdentityToken token ->
          login.put("Username", IDENTITY_TOKEN).put("Secret", token.secret());
      case Credentials.RegistryToken _ ->
          throw new UnusableLogins(program(), "cannot keep a registry's token");
    }
    require("store", run("store", login.toString()));
  }

  void erase(String server) {
    Said said = run("erase", server);
    if (!said.text.equals(NOT_FOUND)) {
      require("erase", said);
    }
  }

  private void require(String verb, Said said) {
    if (said.status != 0) {
      throw failed(verb, said.status);
    }
  }

  private UnusableLogins failed(String verb, int status) {
    return new UnusableLogins(program(), "failed to " + verb + " a login (status " + status + ")");
  }

  private Said run(String verb, String input) {
    try {
      Process process =
          new ProcessBuilder(found().toString(), verb)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      try {
        return spoken(process, input);
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      throw new UnusableLogins(program(), "cannot be run", e);
    }
  }

  private Said spoken(Process process, String input) {
    Executor thread = task -> Thread.ofVirtual().start(task);
    CompletableFuture<byte[]> output =
        CompletableFuture.supplyAsync(() -> exchange(process, input), thread);
    try {
      byte[] bytes = output.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      if (bytes.length > LIMIT_BYTES) {
        throw new UnusableLogins(program(), "has no end of words");
      }
      if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw silent();
      }
      return new Said(process.exitValue(), new String(bytes, StandardCharsets.UTF_8).strip());
    } catch (TimeoutException e) {
      UnusableLogins silent = silent();
      silent.addSuppressed(e);
      throw silent;
    } catch (ExecutionException e) {
      throw new UnusableLogins(program(), "could not be spoken to", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnusableLogins(program(), "was interrupted", e);
    }
  }

  private UnusableLogins silent() {
    return new UnusableLogins(program(), "said nothing for " + patience.toSeconds() + " seconds");
  }

  private static byte[] exchange(Process process, String input) {
    try (InputStream out = process.getInputStream()) {
      try (OutputStream in = process.getOutputStream()) {
        in.write(input.getBytes(StandardCharsets.UTF_8));
      } catch (IOException _) {
        // It ended before it listened; its status says why.
      }
      return out.readNBytes(LIMIT_BYTES + 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String program() {
    return "docker-credential-" + name;
  }

  private Path found() {
    return Arrays.stream(searchPath.split(":", -1))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, program()))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new UnusableLogins(program(), "is not installed"));
  }
}
