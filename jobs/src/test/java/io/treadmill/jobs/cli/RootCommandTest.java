package io.treadmill.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** A command by itself is the same as among all others. */
class RootCommandTest {
  @Test
  void aCommandByItselfSaysTheSame() {
    Map<String, CommandLine> all = new CommandLine(new RootCommand()).getSubcommands();
    assertThat(all).hasSizeGreaterThan(20);
    all.forEach(
        (name, line) -> {
          if (!name.equals("help")) {
            CommandLine alone = RootCommand.named(name).orElseThrow().getSubcommands().get(name);
            assertThat(alone.getUsageMessage()).as(name).isEqualTo(line.getUsageMessage());
          }
        });
  }

  @Test
  void whatNeedsTheOthersIsNoCommandByItself() {
    assertThat(RootCommand.named("help")).isEmpty();
    assertThat(RootCommand.named("--help")).isEmpty();
    assertThat(RootCommand.named("nightlyy")).isEmpty();
    assertThat(RootCommand.named("")).isEmpty();
  }
}
