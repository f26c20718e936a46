@NullMarked
package dev.lading.trust.key;

import org.jspecify.annotations.NullMarked;
