package dev.lading.server.control;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;
import jdk.net.ExtendedSocketOptions;

/**
 * Who may give commands: the user that the registry runs as, and root. The socket's permissions say
 * so already; this holds where somebody has changed them, or a file system knows none.
 */
record Peers(Set<UserPrincipal> allowed) {
  private static final String ROOT = "0";

  /**
   * @param socket made by this process
   */
  static Peers of(Path socket) throws IOException {
    UserPrincipal own = Files.getOwner(socket);
    UserPrincipal root =
        socket.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(ROOT);
    return new Peers(own.equals(root) ? Set.of(root) : Set.of(own, root));
  }

  /** Whether who is at the other end is one of them; true where the system cannot tell. */
  boolean mayAsk(SocketChannel channel) throws IOException {
    return !channel.supportedOptions().contains(ExtendedSocketOptions.SO_PEERCRED)
        || allowed.contains(channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user());
  }
}
