@NullMarked
package dev.lading.trust.service;

import org.jspecify.annotations.NullMarked;
