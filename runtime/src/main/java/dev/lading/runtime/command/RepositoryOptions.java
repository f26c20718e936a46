package dev.lading.runtime.command;

import dev.lading.runtime.registry.http.PlainHttp;
import java.util.function.Supplier;
import picocli.CommandLine.Model.OptionSpec;

/** What all commands that ask a registry have. */
final class RepositoryOptions {
  private final TrustOptions trust;
  private final Supplier<Boolean> plainHttp;

  RepositoryOptions(Syntax syntax) {
    trust = new TrustOptions(syntax);
    plainHttp =
        syntax.flag(
            OptionSpec.builder("--plain-http")
                .description(
                    "Ask the registry in clear text if it speaks no TLS. On this machine that needs no"
                        + " option."));
  }

  TrustOptions trust() {
    return trust;
  }

  PlainHttp plain() {
    return plainHttp.get() ? PlainHttp.ANYWHERE : PlainHttp.LOOPBACK;
  }
}
