package dev.lading.runtime.image;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an image was built for, in the words of Go's {@code GOOS} and {@code GOARCH}.
 *
 * @param variant of the processor, as {@code v7} of {@code arm}; empty when none is named
 * @see <a
 *     href="https://github.com/opencontainers/image-spec/blob/v1.1.1/image-index.md#platform-variants">OCI
 *     image-spec, platform variants</a>
 */
public record Platform(String os, String architecture, Optional<String> variant) {
  private static final Pattern FORM =
      Pattern.compile("([a-z0-9_]{1,32})/([a-z0-9_]{1,32})(?:/([a-z0-9_.]{1,32}))?");

  /** The JVM's names of processors. */
  private static final Map<String, Platform> OF_THE_JVM =
      Map.of(
          "amd64", linux("amd64"),
          "x86_64", linux("amd64"),
          "aarch64", linux("arm64"),
          "arm", linux("arm"),
          "i386", linux("386"),
          "x86", linux("386"),
          "ppc64le", linux("ppc64le"),
          "riscv64", linux("riscv64"),
          "s390x", linux("s390x"),
          "loongarch64", linux("loong64"));

  /** What a variant is that nobody named. */
  private static final Map<String, String> USUAL_VARIANTS = Map.of("arm64", "v8", "arm", "v7");

  /** {@code os/architecture} or {@code os/architecture/variant}; empty when it is neither. */
  public static Optional<Platform> parse(String text) {
    Matcher form = FORM.matcher(text.toLowerCase(Locale.ROOT));
    return form.matches()
        ? Optional.of(
            new Platform(form.group(1), form.group(2), Optional.ofNullable(form.group(3))))
        : Optional.empty();
  }

  /** Linux on a processor that the JVM names so. */
  public static Platform ofJvm(String architecture) {
    return OF_THE_JVM.getOrDefault(architecture, linux(architecture));
  }

  /** Whether an image for the other one runs here; a variant that is not named is the usual one. */
  public boolean runs(Platform other) {
    return os.equals(other.os)
        && architecture.equals(other.architecture)
        && usualVariant().equals(other.usualVariant());
  }

  private Optional<String> usualVariant() {
    return variant.or(() -> Optional.ofNullable(USUAL_VARIANTS.get(architecture)));
  }

  private static Platform linux(String architecture) {
    return new Platform("linux", architecture, Optional.empty());
  }

  @Override
  public String toString() {
    return os + "/" + architecture + variant.map(v -> "/" + v).orElse("");
  }
}
