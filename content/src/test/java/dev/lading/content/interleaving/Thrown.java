package dev.lading.content.interleaving;

/** A failure as an observation: two are the same when they say the same. */
record Thrown(RuntimeException failure) {
  @Override
  public boolean equals(Object other) {
    return other instanceof Thrown thrown && toString().equals(thrown.toString());
  }

  @Override
  public int hashCode() {
    return toString().hashCode();
  }

  @Override
  public String toString() {
    return failure.toString();
  }
}
