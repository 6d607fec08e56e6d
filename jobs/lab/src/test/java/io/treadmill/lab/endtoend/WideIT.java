package io.treadmill.lab.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A night of five hundred perpetuals of which there are bars alone, in a heap of 1 GB. */
@Tag("sweep")
class WideIT {
  private static final int HEAP_MEGABYTES = 1024;
  private static final int SYMBOLS = 500;
  private static final String DAY = "2026-03-02";

  @TempDir Path folder;

  @Test
  void fiveHundredSymbolsAreComputedInOneGigabyte() throws IOException, InterruptedException {
    Path files = folder.resolve("files");
    for (int i = 0; i < SYMBOLS; i++) {
      MadeUpBars.write(files, symbol(i), DAY);
    }
    run("ingest", "ccxt", files.toString());
    Commands.Ended night = run("backfill", "--from", DAY, "--to", DAY);
    int bars = SYMBOLS * 288;
    assertThat(night.err()).contains("bars: %,d rows into bars_5m".formatted(bars));
    for (String of : new String[] {"symbol) from book_state", "asset) from asset_heatmap"}) {
      assertThat(run("sql", "select count(distinct " + of).out())
          .as(of)
          .contains(Integer.toString(SYMBOLS));
    }
  }

  /** Three letters: an asset for each symbol. */
  private static String symbol(int number) {
    String letters = "ABCDEFGHIJ";
    StringBuilder asset = new StringBuilder("X");
    for (int rest = number, place = 0; place < 3; place++, rest /= 10) {
      asset.append(letters.charAt(rest % 10));
    }
    return asset + "USDT";
  }

  private Commands.Ended run(String... words) throws IOException, InterruptedException {
    String[] all = new String[words.length + 4];
    System.arraycopy(words, 0, all, 0, words.length);
    all[words.length] = "--archive";
    all[words.length + 1] = folder.resolve("archive").toString();
    all[words.length + 2] = "--lake";
    all[words.length + 3] = folder.resolve("lake").toString();
    return Commands.launch(folder, HEAP_MEGABYTES, all).done();
  }
}
