@NullMarked
package dev.lading.trust.metadata;

import org.jspecify.annotations.NullMarked;
