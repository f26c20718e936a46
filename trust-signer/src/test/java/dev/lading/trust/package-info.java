@NullMarked
package dev.lading.trust;

import org.jspecify.annotations.NullMarked;
