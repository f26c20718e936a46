/**
 * Power loss: the file calls of a running server, recorded with strace, and every state of the disk
 * that POSIX allows when the power goes.
 *
 * <p>The way through: {@link dev.lading.conformance.crash.power.Recording} runs a server under
 * strace while clients push; {@link dev.lading.conformance.crash.power.Strace} reads its output as
 * {@link dev.lading.conformance.crash.power.Event}s; {@link
 * dev.lading.conformance.crash.power.ModelDisk} replays them, knowing what was synced; {@link
 * dev.lading.conformance.crash.power.PowerCut} says what may be left at a moment; each {@link
 * dev.lading.conformance.crash.power.DiskImage} is written down, opened and inspected.
 *
 * <p>Depends on {@code conformance.support}, {@code conformance.crash} and, to open thousands of
 * images without starting a server for each, on {@code dev.lading.content} and its drivers.
 */
@NullMarked
package dev.lading.conformance.crash.power;

import org.jspecify.annotations.NullMarked;
