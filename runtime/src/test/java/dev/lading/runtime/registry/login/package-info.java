/** Tests of challenges, tokens and logins. */
@NullMarked
package dev.lading.runtime.registry.login;

import org.jspecify.annotations.NullMarked;
