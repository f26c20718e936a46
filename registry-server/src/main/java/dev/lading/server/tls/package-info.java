/**
 * What TLS is spoken with: certificates, keys and authorities out of PEM files, what may be wrong
 * with them, the certificate made for trying out, and what a client's certificate says. Start at
 * {@link dev.lading.server.tls.TlsSettings}; the edge does the speaking.
 */
@NullMarked
package dev.lading.server.tls;

import org.jspecify.annotations.NullMarked;
