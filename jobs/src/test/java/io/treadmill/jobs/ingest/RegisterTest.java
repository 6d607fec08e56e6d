package io.treadmill.jobs.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.treadmill.jobs.SparkForTests;
import io.treadmill.jobs.contract.Session;
import io.treadmill.jobs.ingest.format.IngestRequest;
import io.treadmill.lake.Archive;
import io.treadmill.lake.IcebergLake;
import io.treadmill.lake.InstrumentLists;
import io.treadmill.market.Product;
import io.treadmill.market.contract.Asset;
import io.treadmill.market.contract.Contract;
import io.treadmill.market.contract.Register;
import io.treadmill.market.contract.UnknownContract;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.SparkSession;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The register against symbols of venues, from rules alone and from the lists of the venues. */
class RegisterTest {
  private static final LocalDate LIST = LocalDate.of(2024, 3, 1);

  /** A line of the list of symbols. */
  private record Line(
      String venue,
      String symbol,
      Product product,
      String kind,
      double value,
      String unit,
      String asset,
      double scale,
      String quote,
      LocalDate expiry) {
    static Line of(String text) {
      String[] at = text.split(",", -1);
      return new Line(
          at[0],
          at[1],
          Product.of(at[2]),
          at[3],
          Double.parseDouble(at[4]),
          at[5],
          at[6],
          Double.parseDouble(at[7]),
          at[8].isEmpty() ? null : at[8],
          at[9].isEmpty() ? null : LocalDate.parse(at[9]));
    }

    void check(Contract known, SoftAssertions all) {
      String name = venue + " " + symbol + ": ";
      all.assertThat(known.product()).as(name + "product").isEqualTo(product);
      all.assertThat(known.terms().kind().text()).as(name + "kind").isEqualTo(kind);
      all.assertThat(known.terms().value()).as(name + "value").isEqualTo(value);
      all.assertThat(unit(known)).as(name + "unit").isEqualTo(unit);
      all.assertThat(known.asset().name()).as(name + "asset").isEqualTo(asset);
      all.assertThat(known.asset().scale()).as(name + "scale").isEqualTo(scale);
      all.assertThat(known.quote()).as(name + "quote").isEqualTo(quote);
      all.assertThat(known.expiry()).as(name + "expiry").isEqualTo(expiry);
    }

    private static String unit(Contract known) {
      return switch (known.terms().kind()) {
        case LINEAR -> "base";
        case INVERSE -> known.unitOfValue().toLowerCase(java.util.Locale.ROOT);
        case QUANTO -> "settlement";
      };
    }
  }

  @TempDir Path folder;

  private static Path resource(String name) {
    try {
      return Path.of(RegisterTest.class.getResource("/instruments/" + name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Line> lines() throws IOException {
    return Files.readAllLines(resource("symbols.csv")).stream().skip(1).map(Line::of).toList();
  }

  @Test
  void rulesAloneKnowEverySymbol() throws IOException {
    List<Line> lines = lines();
    assertThat(lines).hasSizeGreaterThan(300);
    assertThat(lines.stream().map(Line::venue).distinct()).hasSizeGreaterThan(10);
    SoftAssertions all = new SoftAssertions();
    for (Line line : lines) {
      try {
        Contract known =
            Register.RULES.contract(line.venue(), line.symbol(), Set.of(line.product()), null);
        line.check(known, all);
        all.assertThat(known.source()).startsWith("rule of " + line.venue());
      } catch (UnknownContract e) {
        all.fail(e.getMessage());
      }
    }
    all.assertAll();
  }

  @Test
  void listsOfTheVenuesSayTheSame() throws IOException {
    SparkSession spark = SparkForTests.withLake(folder.resolve("lake"));
    var settings =
        SparkForTests.settings(
            folder.resolve("lake"), Map.of("archive.uri", folder.resolve("archive").toString()));
    Archive archive = Archive.open(spark, settings.archive());
    IngestResult result =
        new Ingest(
                "r",
                List.of(IngestRequest.of("instruments", List.of(resource("").toString()))),
                Session.of(spark),
                archive,
                IcebergLake.open(spark, "r"),
                settings,
                Clock.fixed(VendorFiles.NOW, ZoneOffset.UTC),
                line -> {})
            .run();
    assertThat(result.count(IngestResult.Status.ACCEPTED)).isEqualTo(15);
    assertThat(result.notes()).filteredOn(note -> note.contains("the list says")).isEmpty();
    Register register = InstrumentLists.register(archive, settings);
    SoftAssertions all = new SoftAssertions();
    int listed = 0;
    for (Line line : lines()) {
      LocalDate day = line.expiry() == null || line.expiry().isAfter(LIST) ? LIST : line.expiry();
      Contract known = register.contract(line.venue(), line.symbol(), Set.of(line.product()), day);
      line.check(known, all);
      if (known.source().equals("imported list of 2024-03-01")) {
        listed++;
      }
    }
    all.assertAll();
    assertThat(listed).isGreaterThan(300);
  }

  /** Statistics and report group by the symbol alone: it must say what the register says. */
  @Test
  void theSymbolAloneSaysTheAsset() throws IOException {
    SoftAssertions all = new SoftAssertions();
    Set<String> dollars = Set.of("USD", "USDT", "USDC", "UST", "BUSD", "FDUSD");
    List<Line> priced =
        lines().stream()
            .filter(line -> line.quote() != null && dollars.contains(line.quote()))
            .toList();
    assertThat(priced).hasSizeGreaterThan(300);
    for (Line line : priced) {
      all.assertThat(Asset.ofSymbol(line.symbol()))
          .as(line.venue() + " " + line.symbol())
          .isEqualTo(new Asset(line.asset(), line.scale()));
    }
    all.assertAll();
    assertThat(Asset.ofSymbol("ETHBTC").name()).isEqualTo("ETHBTC");
    assertThat(Asset.ofSymbol("kPEPE")).isEqualTo(new Asset("PEPE", 1000));
    assertThat(Asset.ofSymbol("xyz:TSLA").name()).isEqualTo("TSLA");
    assertThat(Asset.ofSymbol("SHIB1000USDT")).isEqualTo(new Asset("SHIB", 1000));
  }

  @ParameterizedTest
  @CsvSource({
    "okx, NEWCOIN-USDT-SWAP, it is a linear_perp; but the value of its contract is not in the"
        + " rules",
    "deribit, BTC-27DEC24-60000-C, its symbols are",
    "bitmex, FOOUSD, value of its contract",
    "binance, BTC-USDT, its symbols are spot as BTCUSDT",
    "nowhere, BTCUSDT, there are no rules of this venue",
    "bybit, BTC-31FEB25, its symbols are"
  })
  void whatIsNotKnownIsRefusedWithWhatToGive(String venue, String symbol, String why) {
    assertThatThrownBy(() -> Register.RULES.contract(venue, symbol, Set.of(), LIST))
        .isInstanceOf(UnknownContract.class)
        .hasMessageContaining(why.replace(';', ','))
        .hasMessageContaining("contracts.%s/%s".formatted(venue, symbol));
  }

  @Test
  void severalProductsAreNotGuessed() {
    assertThatThrownBy(() -> Register.RULES.contract("binance", "BTCUSDT", Set.of(), LIST))
        .hasMessageContaining("spot or linear_perp")
        .hasMessageContaining("--product");
    assertThatThrownBy(
            () -> Register.RULES.contract("binance", "BTCUSD_PERP", Set.of(Product.SPOT), LIST))
        .hasMessageContaining("it is inverse_perp, which is not spot");
  }
}
