package dev.lading.runtime.credentials;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lading.runtime.registry.RegistryHost;
import dev.lading.runtime.registry.login.CredentialSource;
import dev.lading.runtime.registry.login.Credentials;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The logins of whoever runs us, in the order of the containers tools: {@code REGISTRY_AUTH_FILE}
 * if set and nothing else, else {@code $XDG_RUNTIME_DIR/containers/auth.json}, {@code
 * ~/.config/containers/auth.json} and Docker's {@code config.json}. The first file that knows the
 * host counts; in a file a helper goes before what stands there. New ones are written to Docker's,
 * which all tools read. Safe for several threads; of two processes that write at once one's change
 * is lost, as with Docker, but the file is always whole.
 */
public final class Logins implements CredentialSource {
  private static final String HUB = "https://index.docker.io/v1/";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final List<LoginFile> files;
  private final String searchPath;
  private final Duration patience;

  /**
   * @param files the last one is Docker's
   */
  Logins(List<LoginFile> files, String searchPath, Duration patience) {
    this.files = List.copyOf(files);
    this.searchPath = searchPath;
    this.patience = patience;
  }

  public static Logins of(Map<String, String> environment, Path home) {
    List<LoginFile> files = new ArrayList<>();
    Optional<Path> named = path(environment, "REGISTRY_AUTH_FILE");
    if (named.isPresent()) {
      files.add(new LoginFile(named.get()));
    } else {
      path(environment, "XDG_RUNTIME_DIR")
          .ifPresent(dir -> files.add(new LoginFile(dir.resolve("containers/auth.json"))));
      files.add(new LoginFile(home.resolve(".config/containers/auth.json")));
      files.add(
          new LoginFile(
              path(environment, "DOCKER_CONFIG")
                  .orElseGet(() -> home.resolve(".docker"))
                  .resolve("config.json")));
    }
    return new Logins(files, environment.getOrDefault("PATH", ""), PATIENCE);
  }

  /**
   * @throws UnusableLogins when a file or a helper does not answer as it should: a login that
   *     somebody has is not passed over in silence
   */
  @Override
  public Optional<Credentials> find(RegistryHost host) {
    String server = server(host);
    return files.stream().flatMap(file -> find(file, server).stream()).findFirst();
  }

  /**
   * Keeps a login, in a helper where one is configured.
   *
   * @throws UnusableLogins as {@link #find}; the old login is still there then
   */
  public void store(RegistryHost host, Credentials credentials) {
    LoginFile file = files.getLast();
    String server = server(host);
    ObjectNode content = file.read();
    Optional<String> helper = LoginFile.helper(content, server);
    if (helper.isPresent()) {
      helper(helper.get()).store(server, credentials);
    } else {
      LoginFile.put(content, server, credentials);
      file.write(content);
    }
  }

  /**
   * Forgets a login wherever it is.
   *
   * @return whether there was one
   */
  public boolean erase(RegistryHost host) {
    boolean known = find(host).isPresent();
    String server = server(host);
    for (LoginFile file : files) {
      ObjectNode content = file.read();
      LoginFile.helper(content, server).ifPresent(name -> helper(name).erase(server));
      if (LoginFile.remove(content, server)) {
        file.write(content);
      }
    }
    return known;
  }

  private Optional<Credentials> find(LoginFile file, String server) {
    ObjectNode content = file.read();
    return LoginFile.helper(content, server)
        .flatMap(name -> helper(name).find(server))
        .or(() -> file.find(content, server));
  }

  private CredentialHelper helper(String name) {
    return new CredentialHelper(name, searchPath, patience);
  }

  private static String server(RegistryHost host) {
    return host.equals(RegistryHost.DOCKER_HUB) ? HUB : host.toString();
  }

  private static Optional<Path> path(Map<String, String> environment, String variable) {
    return Optional.ofNullable(environment.get(variable))
        .filter(text -> !text.isEmpty())
        .map(Path::of);
  }
}
