@NullMarked
package dev.lading.trust.store;

import org.jspecify.annotations.NullMarked;
