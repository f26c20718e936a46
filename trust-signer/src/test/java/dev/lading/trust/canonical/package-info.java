@NullMarked
package dev.lading.trust.canonical;

import org.jspecify.annotations.NullMarked;
