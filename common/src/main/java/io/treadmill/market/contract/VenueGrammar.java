package io.treadmill.market.contract;

import io.treadmill.market.AmountUnit;
import io.treadmill.market.Product;
import io.treadmill.market.contract.Contract.Terms;
import io.treadmill.market.contract.SymbolForm.Parts;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How a venue writes its symbols, and what a contract of each is worth. Symbols in the common form
 * of ccxt ({@code BTC/USDT:USDT}, {@code BTC/USD:BTC-240628}) are read for every venue.
 *
 * @param venue name of the venue
 * @param forms forms of its symbols; of several for one product the first counts
 * @param values coins or quote units of a contract
 * @param linearAmounts unit in which amounts of linear contracts are counted
 * @param inverseAmounts unit in which amounts of inverse contracts are counted
 * @param codes bases that a symbol writes as a code: BTC of MBT
 */
record VenueGrammar(
    String venue,
    List<SymbolForm> forms,
    Values values,
    AmountUnit linearAmounts,
    AmountUnit inverseAmounts,
    Map<String, String> codes) {
  private static final Pattern UNIFIED =
      Pattern.compile(
          "(?<base>[^/:]+)/(?<quote>[^/:-]+)(?::(?<settle>[^/:-]+)(?:-(?<ymd>\\d{6}))?)?");

  /** A venue that writes no base as a code. */
  VenueGrammar(
      String venue,
      List<SymbolForm> forms,
      Values values,
      AmountUnit linearAmounts,
      AmountUnit inverseAmounts) {
    this(venue, forms, values, linearAmounts, inverseAmounts, Map.of());
  }

  /** Gives the value of a contract. */
  @FunctionalInterface
  interface Values {
    /**
     * Returns coins of the base, quote units if inverse, or settlement units for each unit of price
     * if quanto; NaN if it is not known.
     */
    double of(Product product, ContractKind kind, String base, String quote);
  }

  /** What the rules say of a symbol: contracts, and what is missing of others. */
  record Answer(List<Contract> contracts, List<String> missing) {}

  /** Returns what a symbol can be on a day; null = any day. */
  Answer read(String symbol, LocalDate day) {
    List<Contract> contracts = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (SymbolForm form : candidates(symbol)) {
      boolean taken = contracts.stream().anyMatch(known -> known.product() == form.product());
      Optional<Parts> parts = taken ? Optional.empty() : form.read(symbol);
      if (parts.isEmpty()) {
        continue;
      }
      double value = value(form, parts.get());
      if (Double.isNaN(value)) {
        missing.add(
            "it is a %s, but the value of its contract is not in the rules"
                .formatted(form.product().text()));
      } else if (day != null && day.isBefore(form.since())) {
        missing.add(
            "as a %s the rule is true from %s, not on %s"
                .formatted(form.product().text(), form.since(), day));
      } else {
        contracts.add(contract(symbol, form, parts.get(), value));
      }
    }
    return new Answer(contracts, missing);
  }

  private List<SymbolForm> candidates(String symbol) {
    Matcher unified = UNIFIED.matcher(symbol);
    return unified.matches() ? List.of(unified(unified)) : forms;
  }

  /** Returns the form of a symbol in the words of ccxt, true as long as the venue's own. */
  private SymbolForm unified(Matcher match) {
    String settle = match.group("settle");
    boolean inverse = match.group("base").equals(settle);
    boolean dated = match.group("ymd") != null;
    Product product =
        settle == null
            ? Product.SPOT
            : dated
                ? inverse ? Product.INVERSE_FUTURE : Product.LINEAR_FUTURE
                : inverse ? Product.INVERSE_PERP : Product.LINEAR_PERP;
    ContractKind kind =
        inverse
            ? ContractKind.INVERSE
            : settle == null || settle.equals(match.group("quote"))
                ? ContractKind.LINEAR
                : ContractKind.QUANTO;
    Predicate<SymbolForm> same = form -> form.product() == product && form.kind() == kind;
    LocalDate since =
        forms.stream()
            .filter(same)
            .map(SymbolForm::since)
            .min(LocalDate::compareTo)
            .orElse(LocalDate.EPOCH);
    return new SymbolForm(UNIFIED, "BTC/USDT:USDT", product, kind, null, settle, since);
  }

  private double value(SymbolForm form, Parts parts) {
    String base = parts.base().equals("XBT") ? "BTC" : parts.base();
    return values.of(form.product(), form.kind(), base, parts.quote());
  }

  private Contract contract(String symbol, SymbolForm form, Parts parts, double value) {
    boolean lower = symbol.equals(symbol.toLowerCase(Locale.ROOT));
    String base = lower ? parts.base().toUpperCase(Locale.ROOT) : parts.base();
    return new Contract(
        venue,
        symbol,
        form.product(),
        codes.getOrDefault(base, base),
        parts.quote(),
        parts.settlement(),
        new Terms(form.kind(), value, amounts(form.product(), form.kind(), value)),
        parts.expiry(),
        form.since(),
        parts.expiry() == null ? null : parts.expiry().plusDays(1),
        "rule of %s (true from %s)".formatted(venue, form.since()));
  }

  /** Spot is traded in coins; a value other than 1 says that a venue counts small parts of them. */
  AmountUnit amounts(Product product, ContractKind kind, double value) {
    return switch (product) {
      case SPOT -> value == 1 ? AmountUnit.BASE : AmountUnit.CONTRACTS;
      case REGULATED_FUTURE -> AmountUnit.CONTRACTS;
      case LINEAR_PERP, LINEAR_FUTURE ->
          kind == ContractKind.LINEAR ? linearAmounts : AmountUnit.CONTRACTS;
      case INVERSE_PERP, INVERSE_FUTURE -> inverseAmounts;
    };
  }

  /** Returns the forms in words, for messages. */
  String inWords() {
    return forms.stream()
        .map(form -> "%s as %s".formatted(form.product().text(), form.example()))
        .collect(Collectors.joining(", "));
  }
}
