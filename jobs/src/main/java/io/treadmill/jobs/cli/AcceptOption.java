package io.treadmill.jobs.cli;

import io.treadmill.jobs.batch.Workspace;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Says that rows which break a rule are right, and why. */
final class AcceptOption {
  @ArgGroup(exclusive = false)
  private Accepted accepted;

  private static final class Accepted {
    @Option(
        names = "--accept-audit",
        required = true,
        paramLabel = "RULE",
        description =
            "Publish though rows break this rule: coverage, drift, or \"TABLE:RULE\" as the message"
                + " names it. Repeatable.")
    private List<String> rules;

    @Option(
        names = "--reason",
        required = true,
        paramLabel = "TEXT",
        description = "Why; kept in the table audits.")
    private String reason;
  }

  void tell(Workspace workspace) {
    if (accepted != null) {
      workspace.audits().accept(accepted.rules, accepted.reason);
    }
  }
}
