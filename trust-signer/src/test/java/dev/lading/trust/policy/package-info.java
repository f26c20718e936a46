@NullMarked
package dev.lading.trust.policy;

import org.jspecify.annotations.NullMarked;
