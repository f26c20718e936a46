package dev.lading.runtime.registry.http;

/** A variable or file that says how to connect cannot be used. Nothing was asked of anybody. */
public final class UnusableSetting extends RuntimeException {
  private final String setting;

  /**
   * @param setting the variable or file
   * @param problem follows its name in a sentence; holds nothing secret
   */
  public UnusableSetting(String setting, String problem) {
    super(setting + " " + problem);
    this.setting = setting;
  }

  public UnusableSetting(String setting, String problem, Throwable cause) {
    super(setting + " " + problem, cause);
    this.setting = setting;
  }

  public String setting() {
    return setting;
  }
}
