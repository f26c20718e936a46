package dev.lading.server.http;

import java.util.OptionalLong;

/**
 * What is known of a body before it comes, and what is allowed.
 *
 * @param declaredLength what {@code Content-Length} says
 * @param continueExpected whether the client waits to be told to send it
 */
record BodyTerms(OptionalLong declaredLength, boolean continueExpected, HttpLimits limits) {}
