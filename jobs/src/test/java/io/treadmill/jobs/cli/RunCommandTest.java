package io.treadmill.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.jobs.batch.Jobs;
import io.treadmill.jobs.contract.Job;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class RunCommandTest {
  @Test
  void theHelpSaysWhatEachJobDoes() {
    String help = new CommandLine(new RootCommand()).getSubcommands().get("run").getUsageMessage();
    for (Job job : Jobs.all()) {
      assertThat(help.lines().map(line -> line.strip().replaceAll(" +", " ")))
          .contains(job.name() + " " + job.plan().summary());
    }
  }
}
