package io.treadmill.jobs.cli;

import picocli.CommandLine.Command;

/** Cleans up after a run that died; every command that writes does so first. */
@Command(
    name = "recover",
    description = {
      "Clean up after a run that died: end it in the ledger, remove its files.",
      "Every command that writes does so first; nothing else is needed after a kill."
    })
final class RecoverCommand extends LakeCommand {
  @Override
  public Integer call() {
    return writing(workspace -> console().print("recovered"));
  }
}
