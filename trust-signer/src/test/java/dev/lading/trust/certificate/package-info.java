@NullMarked
package dev.lading.trust.certificate;

import org.jspecify.annotations.NullMarked;
