package dev.lading.runtime.credentials;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lading.runtime.registry.http.JsonDocument;
import dev.lading.runtime.registry.login.Credentials;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * One file of logins, {@code config.json} of Docker or {@code auth.json} of the containers tools.
 * It is read anew each time; what is written keeps all that it does not concern.
 */
record LoginFile(Path file) {
  private static final int LIMIT_BYTES = 4 * 1024 * 1024;
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final DefaultPrettyPrinter AS_DOCKER =
      new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("\t", "\n"));

  /** Its content; nothing when it is absent. */
  ObjectNode read() {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LIMIT_BYTES);
      return JsonDocument.object(bytes)
          .orElseThrow(() -> new UnusableLogins(file.toString(), "is no JSON object"));
    } catch (NoSuchFileException _) {
      return JsonNodeFactory.instance.objectNode();
    } catch (IOException e) {
      throw new UnusableLogins(file.toString(), "cannot be read", e);
    }
  }

  /** The program that keeps this server's login, if one does. */
  static Optional<String> helper(ObjectNode content, String server) {
    return text(content.path("credHelpers"), server).or(() -> text(content, "credsStore"));
  }

  /** The login that stands in the file itself. */
  Optional<Credentials> find(ObjectNode content, String server) {
    JsonNode auths = content.path("auths");
    JsonNode entry =
        auths.has(server)
            ? auths.path(server)
            : auths.properties().stream()
                .filter(field -> host(field.getKey()).equals(host(server)))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(JsonNodeFactory.instance.missingNode());
    return text(entry, "identitytoken")
        .<Credentials>map(Credentials.IdentityToken::new)
        .or(() -> text(entry, "registrytoken").map(Credentials.RegistryToken::new))
        .or(() -> text(entry, "auth").map(this::password));
  }

  /** Puts a login into the content, which is not written yet. */
  static void put(ObjectNode content, String server, Credentials credentials) {
    ObjectNode entry = content.withObjectProperty("auths").withObjectProperty(server).removeAll();
    switch (credentials) {
      case Credentials.Password password ->
          entry.put("auth", base64(password.user() + ":" + password.secret()));
      case Credentials.IdentityToken token ->
          entry
              .put("auth", base64("00000000-0000-0000-0000-000000000000:"))
              .put("identitytoken", token.secret());
      case Credentials.RegistryToken token -> entry.put("registrytoken", token.secret());
    }
  }

  /** Whether there was one to be taken out. */
  static boolean remove(ObjectNode content, String server) {
    return content.path("auths") instanceof ObjectNode auths && auths.remove(server) != null;
  }

  /** All of it or nothing, readable by its owner only; a link goes on being one. */
  void write(ObjectNode content) {
    try {
      Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
      Path folder = target.resolveSibling("");
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      Path next = Files.createTempFile(folder, ".config", ".json"); // with mode 0600
      try {
        sync(next, MAPPER.writer(AS_DOCKER).writeValueAsBytes(content));
        Files.move(next, target, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(next);
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree cannot be written", e);
    } catch (IOException e) {
      throw new UnusableLogins(file.toString(), "cannot be written", e);
    }
  }

  private static void sync(Path next, byte[] bytes) throws IOException {
    try (FileChannel channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
  }

  private Credentials password(String auth) {
    try {
      String pair = new String(Base64.getDecoder().decode(auth), StandardCharsets.UTF_8);
      int colon = pair.indexOf(':');
      if (colon > 0) {
        String secret = pair.substring(colon + 1).replaceAll("\0+$", "");
        return new Credentials.Password(pair.substring(0, colon), secret);
      }
    } catch (IllegalArgumentException e) {
      // Without its cause, which quotes the text.
      throw new UnusableLogins(file.toString(), "holds an \"auth\" that is not Base64");
    }
    throw new UnusableLogins(file.toString(), "holds an \"auth\" without a user");
  }

  /** {@code https://host/v1/} and {@code host} are the same. */
  private static String host(String server) {
    String bare = server.replaceFirst("^https?://", "");
    int slash = bare.indexOf('/');
    boolean isNamespace = bare.equals(server) && slash >= 0;
    return slash < 0 || isNamespace ? bare : bare.substring(0, slash);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Optional<String> text(JsonNode object, String field) {
    return Optional.of(object.path(field).asText("")).filter(text -> !text.isEmpty());
  }
}
