@NullMarked
package dev.lading.trust.verify;

import org.jspecify.annotations.NullMarked;
