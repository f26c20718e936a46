package dev.lading.runtime.bundle;

import dev.lading.runtime.bundle.BundleException.InvalidOption;
import dev.lading.runtime.bundle.BundleException.UnknownAccount;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;

/**
 * The users and groups of an image, as its {@code /etc/passwd} and {@code /etc/group} tell. Lines
 * that are none are left out, and the first of several entries counts, as the C library has it.
 */
public final class Accounts {
  private static final String NOBODY_ASKED = "";
  private static final String NO_HOME = "/";

  private final List<User> users;
  private final List<Group> groups;

  private record User(String name, int uid, int gid, String home) {}

  private record Group(String name, int gid, List<String> members) {}

  private Accounts(List<User> users, List<Group> groups) {
    this.users = users;
    this.groups = groups;
  }

  /**
   * @param passwd empty where the image has none
   * @param group empty where the image has none
   */
  public static Accounts of(Optional<byte[]> passwd, Optional<byte[]> group) {
    return new Accounts(
        lines(passwd, 7).flatMap(fields -> user(fields).stream()).toList(),
        lines(group, 4).flatMap(fields -> group(fields).stream()).toList());
  }

  /**
   * The account that {@code user}, {@code uid}, or either with {@code :group} names, by Docker's
   * rules: a name before a number; a number needs no entry; a group that is named takes the place
   * of all that the user is a member of.
   *
   * @param text empty for root
   * @throws BundleException.UnknownAccount for names that the image does not have
   */
  public Account get(String text) {
    int colon = text.indexOf(':');
    String name = colon < 0 ? text : text.substring(0, colon);
    String group = colon < 0 ? NOBODY_ASKED : text.substring(colon + 1);
    if (colon >= 0 && group.isEmpty()) {
      throw new InvalidOption("-u", text, "there is no group behind the colon");
    }
    User user = user(name.isEmpty() ? "0" : name);
    return group.isEmpty()
        ? new Account(user.uid, user.gid, memberships(user), user.home)
        : new Account(user.uid, gid(group), List.of(), user.home);
  }

  private User user(String name) {
    OptionalInt uid = id(name);
    return first(users, user -> user.name.equals(name))
        .or(() -> first(users, user -> uid.isPresent() && user.uid == uid.getAsInt()))
        .or(() -> uid.isPresent() ? Optional.of(nameless(uid.getAsInt())) : Optional.empty())
        .orElseThrow(() -> new UnknownAccount("user " + name, "/etc/passwd"));
  }

  private static User nameless(int uid) {
    return new User(NOBODY_ASKED, uid, 0, NO_HOME);
  }

  private int gid(String name) {
    OptionalInt gid = id(name);
    return first(groups, group -> group.name.equals(name))
        .map(Group::gid)
        .or(() -> gid.isPresent() ? Optional.of(gid.getAsInt()) : Optional.empty())
        .orElseThrow(() -> new UnknownAccount("group " + name, "/etc/group"));
  }

  private List<Integer> memberships(User user) {
    return groups.stream()
        .filter(group -> !user.name.isEmpty() && group.members.contains(user.name))
        .map(Group::gid)
        .filter(gid -> gid != user.gid)
        .distinct()
        .toList();
  }

  private static Optional<User> user(List<String> fields) {
    OptionalInt uid = id(fields.get(2));
    OptionalInt gid = id(fields.get(3));
    if (fields.getFirst().isEmpty() || uid.isEmpty() || gid.isEmpty()) {
      return Optional.empty();
    }
    String home = fields.get(5).startsWith("/") ? fields.get(5) : NO_HOME;
    return Optional.of(new User(fields.getFirst(), uid.getAsInt(), gid.getAsInt(), home));
  }

  private static Optional<Group> group(List<String> fields) {
    OptionalInt gid = id(fields.get(2));
    return fields.getFirst().isEmpty() || gid.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Group(
                fields.getFirst(), gid.getAsInt(), Arrays.asList(fields.get(3).split(",", -1))));
  }

  private static java.util.stream.Stream<List<String>> lines(Optional<byte[]> file, int fields) {
    return new String(file.orElse(new byte[0]), StandardCharsets.UTF_8)
        .lines()
        .map(line -> Arrays.asList(line.strip().split(":", -1)))
        .filter(line -> line.size() == fields);
  }

  private static <T> Optional<T> first(List<T> all, Predicate<T> wanted) {
    return all.stream().filter(wanted).findFirst();
  }

  /** What the kernel takes, without those that mean nobody. */
  private static OptionalInt id(String text) {
    boolean isNumber =
        !text.isEmpty() && text.length() <= 10 && text.chars().allMatch(Accounts::isDigit);
    return isNumber && Long.parseLong(text) <= Integer.MAX_VALUE
        ? OptionalInt.of(Integer.parseInt(text))
        : OptionalInt.empty();
  }

  private static boolean isDigit(int character) {
    return character >= '0' && character <= '9';
  }
}
