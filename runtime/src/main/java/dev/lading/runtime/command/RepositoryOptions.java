package dev.lading.runtime.command;

import dev.lading.runtime.registry.http.PlainHttp;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What all commands that ask a registry have. */
final class RepositoryOptions {
  @Mixin private TrustOptions trust = new TrustOptions();

  @Option(
      names = "--plain-http",
      description =
          "Ask the registry in clear text if it speaks no TLS. On this machine that needs no"
              + " option.")
  private boolean plainHttp;

  TrustOptions trust() {
    return trust;
  }

  PlainHttp plain() {
    return plainHttp ? PlainHttp.ANYWHERE : PlainHttp.LOOPBACK;
  }
}
