package dev.lading.server.http;

import io.netty.handler.ssl.OpenSsl;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.SSLEngineOptions;

/** Who does the arithmetic of TLS; docs/adr/0010 has the measurements. */
enum TlsEngine {
  JDK,
  /** Brings a native library, which not every machine can load. */
  BORINGSSL;

  /** {@code -Dio.netty.handler.ssl.noOpenSsl=true} leaves it to the JDK. */
  static TlsEngine best() {
    return OpenSsl.isAvailable() ? BORINGSSL : JDK;
  }

  SSLEngineOptions options() {
    return switch (this) {
      case JDK -> new JdkSSLEngineOptions();
      case BORINGSSL -> new OpenSSLEngineOptions();
    };
  }
}
