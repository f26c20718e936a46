package dev.lading.runtime.command;

import java.util.concurrent.Callable;

/** One command: made for one line, and called once that was read. Ends with an exit code. */
interface Command extends Callable<Integer> {
  Syntax syntax();
}
