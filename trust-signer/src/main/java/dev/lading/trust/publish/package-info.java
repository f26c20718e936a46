/**
 * What is taken in: the rules by which an update of a repository's metadata is accepted, and what
 * the server then signs by itself. Pure functions of the update, of what is in force and of the
 * time; storing the result in one step is the caller's.
 *
 * <p>Refusals carry the codes, names and texts of notary-server 0.7.0, for they reach the user;
 * where the rules are stricter than notary's, the javadoc says DEVIATION. The conformance tests
 * hold both servers against each other, with a list of what differs. Start reading at {@link
 * dev.lading.trust.publish.Publishing}.
 */
@NullMarked
package dev.lading.trust.publish;

import org.jspecify.annotations.NullMarked;
