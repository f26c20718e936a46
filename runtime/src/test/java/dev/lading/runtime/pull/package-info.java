@NullMarked
package dev.lading.runtime.pull;

import org.jspecify.annotations.NullMarked;
