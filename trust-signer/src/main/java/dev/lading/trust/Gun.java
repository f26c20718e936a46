package dev.lading.trust;

import dev.lading.content.ContentException;
import dev.lading.content.RepositoryName;
import java.util.regex.Pattern;

/**
 * The globally unique name that trust data is about: a registry's host, as clients name it, and a
 * repository of that registry, as in {@code reg.example.com:5000/team/app}.
 *
 * @param host host name or address with its port, if any; kept as written, for clients compare GUNs
 *     byte by byte
 */
public record Gun(String host, RepositoryName repository) implements Comparable<Gun> {
  /** As long as a segment of a key can be, and as long as any host that has a certificate. */
  private static final int LONGEST_HOST = 255;

  private static final Pattern HOST =
      Pattern.compile(
          "(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\\[[0-9A-Fa-f:.]+])(?::[0-9]{1,5})?");

  public Gun {
    if (host.length() > LONGEST_HOST || !HOST.matcher(host).matches()) {
      throw new TrustException.GunInvalid(host + "/" + repository);
    }
  }

  /**
   * @throws TrustException.GunInvalid when the text is not a host, a slash and a repository name
   */
  public static Gun parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw new TrustException.GunInvalid(text);
    }
    try {
      return new Gun(text.substring(0, slash), RepositoryName.parse(text.substring(slash + 1)));
    } catch (ContentException.NameInvalid e) {
      throw new TrustException.GunInvalid(text);
    }
  }

  /** Byte order of the text. */
  @Override
  public int compareTo(Gun other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return host + "/" + repository;
  }
}
