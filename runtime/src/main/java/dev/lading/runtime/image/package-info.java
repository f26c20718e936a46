/** Images as they lie here: what they say of themselves, and how they come from a registry. */
@org.jspecify.annotations.NullMarked
package dev.lading.runtime.image;
