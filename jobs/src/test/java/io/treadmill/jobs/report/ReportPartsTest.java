package io.treadmill.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.treadmill.conf.UserError;
import io.treadmill.jobs.contract.RunContext;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.Selection;
import io.treadmill.market.UtcDays;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A report that is read in parts is the report that is read at once. */
class ReportPartsTest {
  private static final UtcDays DAY = UtcDays.of(LocalDate.of(2026, 2, 1));
  private static final MadeUpMarket TETHER = new MadeUpMarket("BTCUSDT", 97_000, DAY, 11);
  private static final MadeUpMarket CIRCLE = new MadeUpMarket("BTCUSDC", 97_100, DAY, 12);
  private static final MadeUpMarket AVALANCHE = new MadeUpMarket("AVAXUSDT", 21.3, DAY, 13);
  private static final MadeUpMarket SOLANA = new MadeUpMarket("SOLUSDT", 187.4, DAY, 14);

  @TempDir Path folder;
  private MadeUpTables tables;

  @BeforeEach
  void makeTables() {
    tables = new MadeUpTables(folder, DAY);
    tables.write(List.of(TETHER, CIRCLE, AVALANCHE, SOLANA), "book");
    tables.asset("BTC", TETHER, 2);
  }

  @Test
  void partsAreWholeAssetsByNameAndNoMoreThanThereAre() {
    long cells = tables.lake().mostRows(LakeTables.LIQUIDATION_HEATMAP, DAY);
    assertThat(cells).isPositive();
    assertThat(symbols(cells + 1)).hasSize(1);
    assertThat(symbols(cells / 2 + 1))
        .isEqualTo(List.of(Set.of("AVAXUSDT"), Set.of("BTCUSDC", "BTCUSDT", "SOLUSDT")));
    assertThat(symbols(1))
        .isEqualTo(List.of(Set.of("AVAXUSDT"), Set.of("BTCUSDC", "BTCUSDT"), Set.of("SOLUSDT")));
  }

  private List<? extends Set<String>> symbols(long mostRows) {
    return ReportParts.of(tables.context(), tables.lake(), mostRows).stream()
        .map(part -> part.selection().symbols())
        .toList();
  }

  @Test
  void filesAreThoseOfAReportThatIsReadAtOnce() throws IOException {
    Path whole = folder.resolve("whole/night.html");
    Path parts = folder.resolve("parts/night.html");
    ReportResult atOnce =
        Report.write(
            new ReportReader(tables.context()).read(),
            tables.context().settings().report().maxColumns(),
            whole,
            1);
    ReportResult inParts = Report.write(tables.context(), tables.lake(), parts, 1);
    assertThat(files(whole)).hasSizeGreaterThan(2 * 5);
    assertThat(files(parts).keySet()).isEqualTo(files(whole).keySet());
    files(whole)
        .forEach((name, content) -> assertThat(files(parts)).as(name).containsEntry(name, content));
    assertThat(inParts.pages()).isEqualTo(atOnce.pages());
    assertThat(inParts.bytes()).isEqualTo(atOnce.bytes());
    assertThat(SiteFiles.broken(parts.getParent())).isEmpty();
  }

  @Test
  void nothingToShowIsSaid() {
    RunContext none = tables.context(UtcDays.of(DAY.to().plusDays(40)), Selection.ALL);
    assertThatThrownBy(() -> Report.write(none, tables.lake(), folder.resolve("none.html"), 1))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("the lake has no map and no bars of these days");
    assertThat(folder.resolve("none.html")).doesNotExist();
  }

  private static TreeMap<String, String> files(Path html) {
    TreeMap<String, String> content = new TreeMap<>();
    try (Stream<Path> all = Files.walk(html.getParent())) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        content.put(html.getParent().relativize(file).toString(), Files.readString(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return content;
  }
}
