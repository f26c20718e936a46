@NullMarked
package dev.lading.runtime.image;

import org.jspecify.annotations.NullMarked;
