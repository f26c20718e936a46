package dev.lading.server.gc;

import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One of the five fields of a cron expression: what it is called, and what it may hold. */
enum CronField {
  MINUTE("minute", 0, 59, ""),
  HOUR("hour", 0, 23, ""),
  DAY_OF_MONTH("day of the month", 1, 31, ""),
  MONTH("month", 1, 12, "jan feb mar apr may jun jul aug sep oct nov dec"),
  DAY_OF_WEEK("day of the week", 0, 7, "sun mon tue wed thu fri sat");

  private static final int SUNDAY = 0;
  private static final int SUNDAY_AGAIN = 7;
  private static final Pattern PART =
      Pattern.compile("(?:\\*|([0-9a-z]{1,3})(?:-([0-9a-z]{1,3}))?)(?:/([0-9]{1,2}))?");

  private final String called;
  private final int least;
  private final int greatest;
  private final String names;

  CronField(String called, int least, int greatest, String names) {
    this.called = called;
    this.least = least;
    this.greatest = greatest;
    this.names = names;
  }

  /**
   * The values that a field names: {@code *}, {@code 5}, {@code 1-5}, {@code *}{@code /15}, {@code
   * mon,wed}.
   *
   * @throws IllegalArgumentException when it is none; the message goes on after the text
   */
  BitSet parse(String text) {
    BitSet values = new BitSet();
    for (String part : text.toLowerCase(Locale.ROOT).split(",", -1)) {
      Matcher matcher = PART.matcher(part);
      if (!matcher.matches()) {
        throw wrong(text);
      }
      add(matcher, values, text);
    }
    if (this == DAY_OF_WEEK && values.get(SUNDAY_AGAIN)) {
      values.clear(SUNDAY_AGAIN);
      values.set(SUNDAY);
    }
    return values;
  }

  private void add(Matcher part, BitSet values, String text) {
    Optional<Integer> first = Optional.ofNullable(part.group(1)).map(each -> value(each, text));
    Optional<Integer> last = Optional.ofNullable(part.group(2)).map(each -> value(each, text));
    int step = Optional.ofNullable(part.group(3)).map(Integer::parseInt).orElse(1);
    int from = first.orElse(least);
    boolean isOpen = first.isEmpty() || part.group(3) != null;
    int to = last.map(each -> end(each, from)).orElse(isOpen ? greatest : from);
    if (to < from || step == 0) {
      throw wrong(text);
    }
    for (int value = from; value <= to; value += step) {
      values.set(value);
    }
  }

  /** A week may end with Sunday. */
  private int end(int value, int from) {
    return this == DAY_OF_WEEK && value == SUNDAY && from > SUNDAY ? SUNDAY_AGAIN : value;
  }

  private int value(String value, String text) {
    int named = names().indexOf(value);
    if (named >= 0) {
      return named + least;
    }
    boolean isNumber = value.chars().allMatch(c -> c >= '0' && c <= '9');
    int number = isNumber ? Integer.parseInt(value) : -1;
    if (number < least || number > greatest) {
      throw wrong(text);
    }
    return number;
  }

  private List<String> names() {
    return List.of(names.split(" ", -1));
  }

  private IllegalArgumentException wrong(String text) {
    String range = least + " to " + greatest;
    String named = names.isEmpty() ? "" : ", or " + names().getFirst() + " to " + names().getLast();
    return new IllegalArgumentException(
        "has \"%s\" for the %s, which is %s%s; write for example *, 5, 1-5, */15 or 1,3"
            .formatted(text, called, range, named));
  }
}
