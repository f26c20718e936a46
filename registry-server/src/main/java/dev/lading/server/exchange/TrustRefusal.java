package dev.lading.server.exchange;

import java.util.Optional;

/** A request about trust data that cannot be answered as asked; nothing was changed. */
public final class TrustRefusal extends RuntimeException {
  private final TrustError error;
  private final transient Optional<String> detail;

  /**
   * @param detail JSON; absent when the error has none
   */
  public TrustRefusal(TrustError error, Optional<String> detail) {
    super(error.message());
    this.error = error;
    this.detail = detail;
  }

  public TrustError error() {
    return error;
  }

  public Optional<String> detail() {
    return detail;
  }
}
