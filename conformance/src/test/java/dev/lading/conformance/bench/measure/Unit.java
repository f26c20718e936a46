package dev.lading.conformance.bench.measure;

import java.util.Locale;

/** What a figure counts, and with how many decimals it is printed. */
public enum Unit {
  RATIO("x", 2),
  REQUESTS_PER_SECOND("req/s", 0),
  IMAGES_PER_SECOND("images/s", 1),
  PUBLICATIONS_PER_SECOND("publications/s", 1),
  GIB_PER_SECOND("GiB/s", 3),
  CPU_SECONDS_PER_GIB("CPU s/GiB", 3),
  SECONDS("s", 3),
  MILLISECONDS("ms", 2),
  MEBIBYTES("MiB", 0),
  COUNT("", 0);

  private final String symbol;
  private final int decimals;

  Unit(String symbol, int decimals) {
    this.symbol = symbol;
    this.decimals = decimals;
  }

  /** The number with its unit, written the same in every locale. */
  public String format(double value) {
    return (number(value) + " " + symbol).strip();
  }

  /** The number alone. */
  public String number(double value) {
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
