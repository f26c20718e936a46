package dev.lading.conformance.crash.power;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What distribution asks of a tree beyond what clients see, or its garbage collector stops: every
 * link file is whole, and the history of a tag has what the tag names.
 */
final class Links {
  private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");
  private static final Pattern TAG = Pattern.compile("(.*/_manifests/tags/[^/]+)/current/link");

  private Links() {}

  static List<String> faults(DiskImage image) {
    List<String> faults = new ArrayList<>();
    image
        .entries()
        .forEach(
            (path, bytes) -> {
              if (path.endsWith("/link")) {
                String text = bytes.map(b -> new String(b, StandardCharsets.UTF_8)).orElse("");
                if (!DIGEST.matcher(text).matches()) {
                  faults.add("%s is torn: '%s'".formatted(path, text));
                }
                Matcher tag = TAG.matcher(path);
                if (tag.matches() && !hasHistory(image, tag.group(1), text)) {
                  faults.add("%s names %s, its history does not".formatted(path, text));
                }
              }
            });
    return faults;
  }

  private static boolean hasHistory(DiskImage image, String tag, String digest) {
    String link = tag + "/index/" + digest.replace(':', '/') + "/link";
    return image.entries().getOrDefault(link, Optional.empty()).isPresent();
  }
}
