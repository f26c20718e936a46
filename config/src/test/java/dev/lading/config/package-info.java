/**
 * Tests of the configuration. They read it through a record of their own ({@link
 * dev.lading.config.ServerSettings}), as the modules above do.
 */
@NullMarked
package dev.lading.config;

import org.jspecify.annotations.NullMarked;
