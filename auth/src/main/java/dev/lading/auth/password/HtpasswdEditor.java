package dev.lading.auth.password;

import dev.lading.auth.files.EditedFile;
import dev.lading.auth.files.RefusedEdit;
import dev.lading.auth.files.RefusedEdit.Reason;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Edits a password file. Lines that are not about the user of an edit stay as they are: comments,
 * and those that nobody can log in with, which is how a file from elsewhere is mended user by user.
 *
 * <p>Every edit throws {@link RefusedEdit} when it cannot be made, and what {@link EditedFile#edit}
 * throws; the file is as it was then.
 */
public final class HtpasswdEditor {
  private static final int SALT_BYTES = 16;

  private final EditedFile file;
  private final SecureRandom random;
  private final int cost;

  /**
   * A user of the file.
   *
   * @param problem why the user cannot log in; empty when that is possible
   */
  public record Listed(String name, Optional<String> problem) {}

  /** Edits with the cost that is usual, 10. */
  public HtpasswdEditor(EditedFile file, SecureRandom random) {
    this(file, random, BcryptHash.USUAL_COST);
  }

  /**
   * @param cost of new hashes, 4 to 14
   */
  public HtpasswdEditor(EditedFile file, SecureRandom random, int cost) {
    if (cost < BcryptHash.LOWEST_COST || cost > BcryptHash.HIGHEST_COST) {
      throw new IllegalArgumentException("not a cost that is used: " + cost);
    }
    this.file = file;
    this.random = random;
    this.cost = cost;
  }

  /** Whoever is in the file, in its order. */
  public List<Listed> list() {
    return HtpasswdLine.in(file.text())
        .map(HtpasswdLine::of)
        .flatMap(line -> listed(line).stream())
        .toList();
  }

  /**
   * Adds a user, who must not be there. The file is made if it is not there, for its owner only.
   */
  public void add(String name, byte[] password) {
    UserNames.fault(name)
        .ifPresent(
            fault -> {
              throw new RefusedEdit(
                  Reason.NAME_INVALID, HtpasswdLine.shown(name) + " " + fault + ".");
            });
    String line = line(name, password);
    file.edit(
        text -> {
          if (isIn(text, name)) {
            throw new RefusedEdit(
                Reason.NAME_TAKEN,
                HtpasswdLine.shown(name) + " is there already. Run: lading user passwd " + name);
          }
          return text + (text.isEmpty() || text.endsWith("\n") ? "" : "\n") + line + "\n";
        });
  }

  /** Gives a user another password, and one line only, if there were several. */
  public void passwd(String name, byte[] password) {
    String line = line(name, password);
    file.edit(text -> replaced(text, name, Optional.of(line)));
  }

  /** Removes a user; logins that are remembered end with the file's next look. */
  public void remove(String name) {
    file.edit(text -> replaced(text, name, Optional.empty()));
  }

  private String line(String name, byte[] password) {
    requirePossible(password);
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    return name + ":" + BcryptHash.of(password, salt, cost).text();
  }

  /** The first line of the user becomes this one, and the others go. */
  private static String replaced(String text, String name, Optional<String> line) {
    List<String> lines = new ArrayList<>();
    boolean isFound = false;
    for (String before : HtpasswdLine.in(text).toList()) {
      if (!isOf(before, name)) {
        lines.add(before);
      } else if (!isFound) {
        isFound = true;
        line.map(after -> after + "\n").ifPresent(lines::add);
      }
    }
    if (!isFound) {
      throw new RefusedEdit(
          Reason.NAME_UNKNOWN, HtpasswdLine.shown(name) + " is not there. Run: lading user list");
    }
    return String.join("", lines);
  }

  private static boolean isIn(String text, String name) {
    return HtpasswdLine.in(text).anyMatch(line -> isOf(line, name));
  }

  private static boolean isOf(String line, String name) {
    return HtpasswdLine.of(line).user().filter(name::equals).isPresent();
  }

  private static Optional<Listed> listed(HtpasswdLine line) {
    return switch (line) {
      case HtpasswdLine.Entry(String name, BcryptHash _) ->
          Optional.of(new Listed(name, Optional.empty()));
      case HtpasswdLine.Unusable(String name, String fault) ->
          Optional.of(new Listed(name, Optional.of(fault)));
      case HtpasswdLine.Other _, HtpasswdLine.Unreadable _ -> Optional.empty();
    };
  }

  /** Longer ones are refused, not cut: whoever makes one is to know how much of it counts. */
  private static void requirePossible(byte[] password) {
    if (password.length == 0 || password.length > BcryptHash.LONGEST_PASSWORD) {
      throw new RefusedEdit(
          Reason.PASSWORD_INVALID,
          "the password has %d bytes; bcrypt takes 1 to %d."
              .formatted(password.length, BcryptHash.LONGEST_PASSWORD));
    }
    for (byte b : password) {
      if (b >= 0 && Character.isISOControl(b)) {
        throw new RefusedEdit(
            Reason.PASSWORD_INVALID,
            "the password has a control character, which a login cannot have (RFC 7617).");
      }
    }
  }
}
