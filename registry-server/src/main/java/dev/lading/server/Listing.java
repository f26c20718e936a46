package dev.lading.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;

/** Prints what commands list: to people a line each, to programs JSON. */
final class Listing {
  private Listing() {}

  static void printJson(List<? extends Map<String, ?>> rows, PrintWriter out)
      throws JsonProcessingException {
    JsonMapper json = JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
    out.println(json.writerWithDefaultPrettyPrinter().writeValueAsString(rows));
  }

  /** A text of a file as a terminal may be given it: nothing in it moves the cursor. */
  static String shown(String text) {
    return text.replaceAll("\\p{C}", "?");
  }
}
