package dev.lading.runtime.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lading.runtime.container.Container;
import dev.lading.runtime.container.ContainerRecord;
import dev.lading.runtime.container.ContainerState;

/** What is known of a container, for programs. */
final class ContainerReport {
  private ContainerReport() {}

  static ObjectNode of(Container container, ContainerState state) {
    ObjectNode report =
        container
            .record()
            .map(ContainerRecord::json)
            .orElseGet(
                () -> JsonNodeFactory.instance.objectNode().put("id", container.id().text()));
    ObjectNode told = report.putObject("state");
    switch (state) {
      case ContainerState.Running it ->
          told.put("status", "running").put("since", it.since().toString());
      case ContainerState.Exited it ->
          told.put("status", "exited").put("code", it.code()).put("at", it.at().toString());
      case ContainerState.Created _ -> told.put("status", "created");
      case ContainerState.NotStarted _ -> told.put("status", "not-started");
      case ContainerState.Lost _ -> told.put("status", "lost");
    }
    report.put("folder", container.folder().toString());
    return report;
  }
}
