package dev.lading.runtime.registry;

import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a registry is: a name or address and perhaps a port, as an image's name begins with it.
 *
 * @param name in lower case; an IPv6 address in brackets
 */
public record RegistryHost(String name, OptionalInt port) {
  private static final String COMPONENT = "(?:[a-z0-9]|[a-z0-9][a-z0-9-]*[a-z0-9])";

  /** {@code domain-name} and {@code port-number} of distribution's reference grammar. */
  private static final Pattern GRAMMAR =
      Pattern.compile(
          "(?<name>"
              + COMPONENT
              + "(?:\\."
              + COMPONENT
              + ")*|\\[[a-f0-9:]+\\])(?::(?<port>[0-9]{1,5}))?");

  private static final Pattern LOOPBACK_V4 = Pattern.compile("127(\\.[0-9]{1,3}){3}");
  private static final int LONGEST = 253;
  private static final int LAST_PORT = 65535;
  private static final int HTTPS = 443;

  public static final RegistryHost DOCKER_HUB = new RegistryHost("docker.io", OptionalInt.empty());

  public RegistryHost {
    Matcher matcher = GRAMMAR.matcher(name);
    if (name.length() > LONGEST || !matcher.matches() || matcher.group("port") != null) {
      throw new RegistryException.InvalidReference(name, "not the name of a host");
    }
    if (URI.create("https://" + name).getHost() == null) { // such as 127.1
      throw new RegistryException.InvalidReference(name, "not the name of a host");
    }
    if (port.isPresent() && (port.getAsInt() < 1 || port.getAsInt() > LAST_PORT)) {
      throw new RegistryException.InvalidReference(name, "a port is 1 to 65535");
    }
  }

  /**
   * @param authority {@code host}, {@code host:port}; letter case does not matter. Docker Hub's old
   *     name is understood
   * @throws RegistryException.InvalidReference when it is none
   */
  public static RegistryHost parse(String authority) {
    String lower = authority.toLowerCase(Locale.ROOT);
    Matcher matcher = GRAMMAR.matcher(lower);
    if (!matcher.matches()) {
      throw new RegistryException.InvalidReference(authority, "not a host and port");
    }
    String port = matcher.group("port");
    String name = matcher.group("name");
    return new RegistryHost(
        name.equals("index.docker.io") ? DOCKER_HUB.name : name,
        port == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(port)));
  }

  /** Whom to connect to, which is somebody else for Docker Hub. */
  public String endpoint() {
    return isDockerHub() ? "registry-1.docker.io" : toString();
  }

  public boolean isDockerHub() {
    return name.equals(DOCKER_HUB.name) && port.isEmpty();
  }

  /**
   * Whether it is surely this machine: {@code localhost} or a loopback address. Other names are not
   * looked up, since whoever answers for them could say so too.
   */
  public boolean isLoopback() {
    return isLoopback(name);
  }

  /** The ways to write what is surely the same registry; this one first. */
  public Set<String> spellings() {
    Set<String> spellings = new LinkedHashSet<>();
    List<String> names =
        isLoopback() ? List.of(name, "localhost", "127.0.0.1", "[::1]") : List.of(name);
    for (String each : names) {
      spellings.add(port.isPresent() ? each + ":" + port.getAsInt() : each);
      if (port.orElse(HTTPS) == HTTPS) {
        spellings.add(each);
        spellings.add(each + ":" + HTTPS);
      }
    }
    return spellings;
  }

  /** The same for the host of a URI. */
  public static boolean isLoopback(URI uri) {
    String host = uri.getHost();
    return host != null && isLoopback(host.toLowerCase(Locale.ROOT));
  }

  @Override
  public String toString() {
    return port.isPresent() ? name + ":" + port.getAsInt() : name;
  }

  private static boolean isLoopback(String host) {
    return host.equals("localhost") || host.equals("[::1]") || LOOPBACK_V4.matcher(host).matches();
  }
}
