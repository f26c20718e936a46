/**
 * Users and their passwords: the file that {@code htpasswd -B} writes, its check at a bounded cost
 * ({@link dev.lading.auth.password.PasswordCheck}), and its editor.
 *
 * <p>Depends on {@code auth} and {@code auth.files}. The only package that knows bcrypt.
 */
@NullMarked
package dev.lading.auth.password;

import org.jspecify.annotations.NullMarked;
