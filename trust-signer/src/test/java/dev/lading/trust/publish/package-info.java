@NullMarked
package dev.lading.trust.publish;

import org.jspecify.annotations.NullMarked;
