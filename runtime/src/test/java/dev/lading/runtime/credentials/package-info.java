/** Tests of logins in files and programs. */
@NullMarked
package dev.lading.runtime.credentials;

import org.jspecify.annotations.NullMarked;
