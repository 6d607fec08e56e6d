package io.treadmill.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.jobs.ingest.vendors.Vendors;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class IngestCommandTest {
  @Test
  void theListNamesEachVendorWithItsKindsAndTheHelpNamesTheSameVendors() {
    StringWriter out = new StringWriter();
    CommandLine root =
        new CommandLine(new RootCommand())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setOut(new PrintWriter(out));
    assertThat(root.execute("ingest", "--list")).isZero();
    String help = root.getSubcommands().get("ingest").getUsageMessage().replaceAll("\\s+", " ");
    assertThat(help).contains("Vendor of the files: " + String.join(", ", Vendors.names()) + ";");
    for (String name : Vendors.names()) {
      assertThat(out.toString().lines()).anyMatch(line -> line.matches(name + " +\\S.* +\\S.*"));
    }
    assertThat(out.toString().lines().map(line -> line.replaceAll(" +", " ")))
        .contains(" fundingRate SYMBOL-fundingRate-YYYY-MM.zip");
  }
}
