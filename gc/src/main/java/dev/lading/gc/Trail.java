package dev.lading.gc;

import dev.lading.content.Tag;
import java.util.Optional;

/** Told why something is kept, once for each thing and keeper. */
interface Trail {
  Trail NONE =
      new Trail() {
        @Override
        public void root(int manifest, Optional<Tag> tag) {}

        @Override
        public void keeps(int keeper, int kept) {}
      };

  /**
   * @param tag empty for one that is kept without a tag
   */
  void root(int manifest, Optional<Tag> tag);

  void keeps(int keeper, int kept);
}
