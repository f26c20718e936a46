/**
 * Requests and answers under one set of rules: who may be asked in clear text, what a redirect may
 * not do, which proxy is in between, whose certificates are believed, how long is waited and how
 * much is read. {@code Transport} is the way in; {@code Connections} and its two bodies are all
 * that know {@code java.net.http}.
 */
@NullMarked
package dev.lading.runtime.registry.http;

import org.jspecify.annotations.NullMarked;
