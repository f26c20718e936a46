package dev.lading.gc;

import java.util.BitSet;
import java.util.List;

/**
 * What a mark found.
 *
 * @param kept the numbers of all stored bytes that something keeps
 * @param keepsAllData whether no bytes may go, whatever seems to keep them
 */
record Marked(
    Numbering numbers,
    Stored stored,
    BitSet kept,
    Garbage garbage,
    List<Mark.GoingTag> going,
    List<Mark.Needed> missing,
    List<Problem> problems,
    boolean keepsAllData,
    Report.Marked counts) {

  /** Whether nothing keeps these bytes, which are there. */
  boolean isDataUnneeded(int number) {
    return stored.has(number) && !kept.get(number) && !keepsAllData;
  }
}
