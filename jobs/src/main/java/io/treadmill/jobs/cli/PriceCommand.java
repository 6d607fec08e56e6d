package io.treadmill.jobs.cli;

import io.treadmill.conf.Settings;
import io.treadmill.conf.UserError;
import io.treadmill.jobs.cli.DatedTiers.InForce;
import io.treadmill.market.Instrument;
import io.treadmill.market.LiquidationPrice;
import io.treadmill.market.LiquidationPrice.Liquidation;
import io.treadmill.market.LiquidationPrice.Position;
import io.treadmill.market.MarginTiers;
import io.treadmill.market.MarginTiers.Bracket;
import io.treadmill.market.Product;
import io.treadmill.market.Side;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Answers where one position is liquidated. */
@Command(
    name = "price",
    description = {
      "Where is this position liquidated, by the rule of its venue and the margin tiers of that"
          + " day?",
      "Linear contracts of binance, bybit, okx and hyperliquid; inverse ones of binance and bybit."
    },
    footer = {
      "",
      "Example: treadmill price --venue binance --symbol BTCUSDT --side long",
      "  --entry 40000 --notional 1000000 --leverage 10 --date 2026-03-02",
      "A cross-margined position: --margin is the wallet, with --other-maintenance and"
          + " --other-profit."
    })
final class PriceCommand extends LakeCommand {
  static final class Size {
    @Option(
        names = "--size",
        required = true,
        paramLabel = "Q",
        description = "Size in base coins at the entry price.")
    private Double size;

    @Option(
        names = "--notional",
        required = true,
        paramLabel = "N",
        description = "Value at entry in quote units: size x entry; contracts x face if inverse.")
    private Double notional;
  }

  static final class Margin {
    @Option(
        names = "--leverage",
        required = true,
        paramLabel = "L",
        description = "Leverage of an isolated position at entry.")
    private Double leverage;

    @Option(
        names = "--margin",
        required = true,
        paramLabel = "W",
        description = "Margin, or the wallet if cross, in quote units; in base coins if inverse.")
    private Double margin;
  }

  @Option(names = "--venue", required = true, paramLabel = "V", description = "The venue.")
  private String venue;

  @Option(
      names = "--product",
      defaultValue = "linear_perp",
      paramLabel = "P",
      description = "The product, linear_perp if not given.")
  private String product;

  @Option(names = "--symbol", required = true, paramLabel = "S", description = "Venue's symbol.")
  private String symbol;

  @Option(names = "--side", required = true, paramLabel = "SIDE", description = "long or short.")
  private Side side;

  @Option(
      names = "--entry",
      required = true,
      paramLabel = "PRICE",
      description = "Average entry price in quote units.")
  private double entry;

  @ArgGroup(multiplicity = "1")
  private Size size;

  @ArgGroup(multiplicity = "1")
  private Margin margin;

  @Option(
      names = "--other-maintenance",
      paramLabel = "M",
      description = "Maintenance margin of the account's other positions, if cross.")
  private double otherMaintenance;

  @Option(
      names = "--other-profit",
      paramLabel = "U",
      description = "Unrealised profit of the account's other positions, if cross.")
  private double otherProfit;

  @Option(
      names = "--taker-fee",
      defaultValue = "0.0005",
      paramLabel = "F",
      description = "Fee of the closing order, a fraction (0.0005); okx alone counts it.")
  private double takerFee;

  @Option(
      names = "--contract-size",
      defaultValue = "1",
      paramLabel = "C",
      description = "Coins of a contract (quote units if inverse), for brackets in contracts.")
  private double contractSize;

  @Option(names = "--date", required = true, paramLabel = "D", description = "The UTC day.")
  private String date;

  @Option(
      names = "--tiers",
      paramLabel = "FILE",
      description = "Margin tiers as `ingest tiers` reads them, instead of the archive's.")
  private Path tiers;

  @Mixin private FormatOption format;

  @Override
  public Integer call() {
    LocalDate day = DayOptions.day("--date", date);
    try {
      Instrument instrument = new Instrument(venue, Product.of(product), symbol);
      print(answer(instrument, tiersOf(instrument, day)), console());
      return 0;
    } catch (IllegalArgumentException e) {
      throw UserError.usage(e.getMessage());
    }
  }

  private InForce tiersOf(Instrument instrument, LocalDate day) {
    check(
        LiquidationPrice.VENUES.contains(venue),
        "Invalid --venue: %s (the rule is known of %s)",
        venue,
        String.join(", ", LiquidationPrice.VENUES));
    check(
        instrument.product().isLeveraged(),
        "Invalid --product: spot (a spot position is never liquidated)");
    check(
        margin.leverage == null || margin.leverage >= 1,
        "Invalid --leverage: %s (must be at least 1)",
        margin.leverage);
    check(contractSize > 0, "Invalid --contract-size: %s (must be positive)", contractSize);
    Settings settings = common().settings();
    DatedTiers known =
        tiers == null
            ? DatedTiers.ofArchive(settings, instrument, day, 1 / contractSize)
            : DatedTiers.ofFile(tiers, instrument, 1 / contractSize);
    if (!known.isEmpty()) {
      return known.on(day);
    }
    if (tiers == null && venue.equals("hyperliquid")) {
      return new InForce(null, MarginTiers.without(settings.book().maxLeverage(venue)));
    }
    throw UserError.input(
        "No margin tiers of %s in %s (give a file with --tiers, or import one: treadmill ingest tiers)"
            .formatted(instrument, tiers == null ? settings.archive().uri() : tiers));
  }

  private Map<String, Object> answer(Instrument instrument, InForce inForce) {
    double notional = size.notional != null ? size.notional : size.size * entry;
    boolean inverse = instrument.product().isInverse();
    double value = inverse ? notional / entry : notional;
    if (margin.leverage != null) {
      checkAllowed(notional, inForce.tiers());
    }
    double own = margin.margin != null ? margin.margin : value / margin.leverage;
    Position position = new Position(side, notional, entry, own - otherMaintenance + otherProfit);
    Optional<Liquidation> found =
        LiquidationPrice.of(venue, instrument.product(), position, takerFee, inForce.tiers());
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("instrument", instrument.toString());
    answer.put("side", side.text());
    answer.put("entry_price", entry);
    answer.put("notional_quote", notional);
    answer.put(inverse ? "margin_base" : "margin_quote", position.margin());
    answer.put("liquidation_price", found.map(Liquidation::price).orElse(null));
    answer.put("distance_percent", found.map(at -> 100 * (at.price() / entry - 1)).orElse(null));
    Optional<Bracket> bracket = found.map(Liquidation::bracket);
    String unit = inForce.tiers().capUnit().text();
    answer.put("maintenance_margin_rate", bracket.map(Bracket::maintenanceMarginRate).orElse(null));
    answer.put("maintenance_amount", bracket.map(Bracket::maintenanceAmount).orElse(null));
    answer.put("bracket_floor", bracket.map(Bracket::floor).orElse(null));
    answer.put("bracket_cap", bracket.map(Bracket::cap).filter(Double::isFinite).orElse(null));
    answer.put("bracket_unit", bracket.map(any -> unit).orElse(null));
    answer.put("bracket_max_leverage", bracket.map(Bracket::maximumLeverage).orElse(null));
    answer.put("tiers_valid_from", Objects.toString(inForce.validFrom(), null));
    return answer;
  }

  /** A position that the venue does not allow has no price. */
  private void checkAllowed(double notional, MarginTiers inForce) {
    double inUnit =
        switch (inForce.capUnit()) {
          case QUOTE -> notional;
          case BASE -> notional / entry;
          case CONTRACTS ->
              (Product.of(product).isInverse() ? notional : notional / entry)
                  * inForce.contractSize();
        };
    double most =
        inForce.brackets().isEmpty()
            ? inForce.maximumLeverage()
            : inForce.bracketOf(inUnit).maximumLeverage();
    check(
        inForce.allows(inUnit, margin.leverage),
        "Invalid --leverage: %s (a position of %s %s may have at most %s, and the last bracket has"
            + " a cap)",
        plain(margin.leverage),
        plain(inUnit),
        inForce.capUnit().text(),
        plain(most));
  }

  private static void check(boolean holds, String message, Object... values) {
    if (!holds) {
      throw UserError.usage(message.formatted(values));
    }
  }

  private void print(Map<String, Object> answer, Console console) {
    if (format.isTable()) {
      answer.forEach(
          (name, value) -> console.printf("%-24s %s", name, value == null ? "-" : plain(value)));
      if (answer.get("liquidation_price") == null) {
        console.print("Never liquidated: the margin outlasts every price.");
      }
      return;
    }
    List<Object> values = new ArrayList<>(answer.values());
    format.print(List.copyOf(answer.keySet()), List.of(values).iterator(), row -> row, console);
  }

  private static String plain(Object value) {
    return value instanceof Double number && Double.isFinite(number)
        ? new BigDecimal(number).round(new MathContext(10)).stripTrailingZeros().toPlainString()
        : value.toString();
  }
}
