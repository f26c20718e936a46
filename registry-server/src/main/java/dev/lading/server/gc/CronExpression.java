package dev.lading.server.gc;

import static dev.lading.server.gc.CronField.DAY_OF_MONTH;
import static dev.lading.server.gc.CronField.DAY_OF_WEEK;
import static dev.lading.server.gc.CronField.HOUR;
import static dev.lading.server.gc.CronField.MINUTE;
import static dev.lading.server.gc.CronField.MONTH;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Times as {@code crontab(5)} has them: minute, hour, day of the month, month, day of the week; or
 * {@code @hourly}, {@code @daily}, {@code @weekly}, {@code @monthly}. Where both kinds of day are
 * restricted, a day of either kind will do. Immutable.
 */
public final class CronExpression {
  private static final Map<String, String> SHORTHANDS =
      Map.of(
          "@hourly", "0 * * * *",
          "@daily", "0 0 * * *",
          "@midnight", "0 0 * * *",
          "@weekly", "0 0 * * 0",
          "@monthly", "0 0 1 * *");

  /** A certain weekday on 29 February may be forty years away. */
  private static final int YEARS = 41;

  private static final LocalDateTime ANY_TIME = LocalDateTime.of(2000, 1, 1, 0, 0);
  private final String text;
  private final Map<CronField, BitSet> fields;
  private final boolean isEitherDay;

  private CronExpression(String text, Map<CronField, BitSet> fields, boolean isEitherDay) {
    this.text = text;
    this.fields = fields;
    this.isEitherDay = isEitherDay;
  }

  /**
   * Reads an expression.
   *
   * @throws IllegalArgumentException when it is none, or never comes; the message goes on after the
   *     text
   */
  public static CronExpression parse(String text) {
    String[] parts = SHORTHANDS.getOrDefault(text.strip(), text.strip()).split("\\s+", -1);
    CronField[] all = CronField.values();
    if (parts.length != all.length) {
      throw new IllegalArgumentException(
          "is no cron expression of five fields (minute, hour, day of the month, month, day of the"
              + " week); write for example 0 3 * * *");
    }
    Map<CronField, BitSet> fields = new EnumMap<>(CronField.class);
    Set<CronField> open = EnumSet.noneOf(CronField.class);
    for (int i = 0; i < all.length; i++) {
      fields.put(all[i], all[i].parse(parts[i]));
      if (parts[i].startsWith("*")) {
        open.add(all[i]);
      }
    }
    boolean isEitherDay = !open.contains(DAY_OF_MONTH) && !open.contains(DAY_OF_WEEK);
    CronExpression expression = new CronExpression(text, fields, isEitherDay);
    if (expression.next(ANY_TIME).isEmpty()) {
      throw new IllegalArgumentException("names a day that never comes");
    }
    return expression;
  }

  /**
   * The first time after this one, in its zone. What a clock that is put forward leaves out comes
   * as much later; what it passes twice comes once.
   */
  public ZonedDateTime next(ZonedDateTime after) {
    LocalDateTime local = after.toLocalDateTime();
    while (true) {
      local = next(local).orElseThrow();
      ZonedDateTime next = local.atZone(after.getZone());
      if (next.isAfter(after)) {
        return next;
      }
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CronExpression expression
        && expression.fields.equals(fields)
        && expression.isEitherDay == isEitherDay;
  }

  @Override
  public int hashCode() {
    return fields.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }

  private Optional<LocalDateTime> next(LocalDateTime after) {
    LocalDateTime from = after.truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
    LocalDate end = from.toLocalDate().plusYears(YEARS);
    for (LocalDate day = from.toLocalDate(); day.isBefore(end); day = day.plusDays(1)) {
      if (covers(day)) {
        boolean isFirst = day.equals(from.toLocalDate());
        Optional<LocalTime> time = time(isFirst ? from.toLocalTime() : LocalTime.MIDNIGHT);
        if (time.isPresent()) {
          return Optional.of(day.atTime(time.get()));
        }
      }
    }
    return Optional.empty();
  }

  private boolean covers(LocalDate day) {
    boolean ofMonth = has(DAY_OF_MONTH, day.getDayOfMonth());
    boolean ofWeek = has(DAY_OF_WEEK, day.getDayOfWeek().getValue() % 7);
    return has(MONTH, day.getMonthValue()) && (isEitherDay ? ofMonth || ofWeek : ofMonth && ofWeek);
  }

  private Optional<LocalTime> time(LocalTime from) {
    BitSet hours = values(HOUR);
    for (int hour = hours.nextSetBit(from.getHour());
        hour >= 0;
        hour = hours.nextSetBit(hour + 1)) {
      int least = hour == from.getHour() ? from.getMinute() : 0;
      int minute = values(MINUTE).nextSetBit(least);
      if (minute >= 0) {
        return Optional.of(LocalTime.of(hour, minute));
      }
    }
    return Optional.empty();
  }

  private boolean has(CronField field, int value) {
    return values(field).get(value);
  }

  private BitSet values(CronField field) {
    return fields.getOrDefault(field, new BitSet());
  }
}
