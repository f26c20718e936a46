package dev.lading.runtime.pull;

import dev.lading.content.Descriptor;
import dev.lading.runtime.unpack.Unpacked;
import java.util.List;

/** Is told how a pull goes on; by several threads at once. */
public interface Progress {
  /** Tells nobody. */
  Progress NONE = new Progress() {};

  /** What has to be fetched; empty when all is here. */
  default void begins(List<Descriptor> blobs) {}

  /** Bytes that have come, or were here from an earlier try. */
  default void came(Descriptor blob, long bytes) {}

  /** A blob is here. */
  default void fetched(Descriptor blob) {}

  default void unpacks() {}

  default void unpacked(Unpacked result) {}

  /** Nothing comes any more, be it done or not. */
  default void ends() {}
}
