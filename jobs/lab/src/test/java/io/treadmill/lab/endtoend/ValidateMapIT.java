package io.treadmill.lab.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.treadmill.lab.endtoend.Commands.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Captured maps through the command line: our own, written out and read back, and a vendor's. */
class ValidateMapIT {
  private static final String MAP =
      "SELECT ts, horizon_h, side, price_low, price_high, expected_notional_usd FROM liquidation_heatmap"
          + " WHERE venue = 'binance' AND symbol = 'BTCUSDT'";

  @TempDir Path folder;

  private List<String> options() {
    List<String> options =
        new ArrayList<>(SampleMarket.shared().withLake(folder.resolve("lake")).options());
    options.replaceAll(
        option ->
            option
                .replace("step-minutes=120", "step-minutes=60")
                .replace("step-bp=100", "step-bp=10"));
    return options;
  }

  private Ended run(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(options());
    return Commands.run(all.toArray(String[]::new));
  }

  /**
   * Before any law a prediction of the night is the sum of the buckets on the way, and a map of 10
   * bp tells all of them: what is read back must be scored as what the night predicted.
   */
  @Test
  void ourOwnMapReadBackHasTheScoresOfTheNight() throws IOException {
    for (String job : List.of("bars", "realised", "heatmap")) {
      run(
              "run",
              job,
              "--from",
              SampleMarket.DAY_1,
              "--to",
              SampleMarket.DAY_1,
              "--symbols",
              "BTCUSDT")
          .done();
    }
    Path csv = folder.resolve("own.csv");
    Files.writeString(csv, run("sql", "--format", "csv", MAP).done().out());
    String instrument = "binance:BTCUSDT";
    Ended scored =
        run(
                "validate",
                "map",
                csv.toString(),
                "--instrument",
                instrument,
                "--as",
                "own",
                "--format",
                "json")
            .done();
    List<String> horizons = new ArrayList<>();
    for (String line : scored.out().lines().toList()) {
      JsonNode row = new ObjectMapper().readTree(line);
      if (row.get("model").asText().equals("own") && row.get("baseline").asText().equals("book")) {
        horizons.add(row.get("horizon").asText());
        double night = row.get("baseline_deviance").asDouble();
        assertThat(night).isPositive();
        assertThat(row.get("deviance").asDouble()).isCloseTo(night, within(1e-9 * night));
        assertThat(row.get("skill").asDouble()).isCloseTo(0, within(1e-9));
        assertThat(row.get("n").asInt()).isPositive();
      }
    }
    assertThat(horizons).contains("map_1h", "map_4h");
    tellsWhatTheMapOfAVendorIs(instrument);
  }

  private void tellsWhatTheMapOfAVendorIs(String instrument) throws IOException {
    Path vendor = folder.resolve("vendor.json");
    Files.writeString(
        vendor,
        """
        {"code":"0","data":{"y_axis":[40000,60000,80000],
         "liquidation_leverage_data":[[0,0,5e9],[0,1,7e9],[0,2,6e9]]}}
        """);
    Ended text =
        run(
                "validate",
                "map",
                vendor.toString(),
                "--instrument",
                instrument,
                "--at",
                SampleMarket.DAY_1 + "T12:00:00Z",
                "--as",
                "vendor")
            .done();
    assertThat(text.out())
        .contains(
            "1 captures of vendor, 2026-03-02T12:00:00Z to 2026-03-02T12:00:00Z; 1 of them stand in"
                + " the hour before a window of binance/linear_perp/BTCUSDT",
            "map_1h: 2 windows and sides on 1 days",
            "no factor: there is one window, or the others hold nothing");
    assertThat(run("validate", "map", vendor.toString(), "--instrument", instrument).code())
        .isEqualTo(3);
    assertThat(run("validate", "map", vendor.toString(), "--instrument", "BTCUSDT").code())
        .isEqualTo(2);
    Ended taken =
        run("validate", "map", vendor.toString(), "--instrument", instrument, "--as", "book");
    assertThat(taken.code()).isEqualTo(2);
    assertThat(taken.err()).contains("Invalid --as: book (must not be the name of a model of ours");
  }
}
