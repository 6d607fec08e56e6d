package io.treadmill.market.contract;

import io.treadmill.market.Instrument;
import io.treadmill.market.Product;
import io.treadmill.market.contract.VenueGrammar.Answer;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The one register of instruments. What the settings say wins over imported lists, lists win over
 * what an import was told, and that over the rules of the venue.
 */
public final class Register implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Rules alone. */
  public static final Register RULES = new Register(new TreeMap<>(), List.of(), List.of());

  private final Map<String, List<Contract>> listed = new HashMap<>();
  private final Map<String, List<Contract>> said = new HashMap<>();
  private final Map<String, List<Contract>> told = new HashMap<>();

  /**
   * Makes a register.
   *
   * @param lists contracts of imported lists by the day of the list: each counts from the day of
   *     its list, the first also before, back to its own first day
   * @param said contracts of the settings
   * @param told contracts that options of an import said
   */
  public Register(
      SortedMap<LocalDate, List<Contract>> lists,
      Collection<Contract> said,
      Collection<Contract> told) {
    lists.forEach((day, contracts) -> contracts.forEach(contract -> put(listed, day, contract)));
    said.forEach(contract -> of(this.said, contract).add(contract));
    told.forEach(contract -> of(this.told, contract).add(contract));
  }

  private static List<Contract> of(Map<String, List<Contract>> known, Contract contract) {
    return known.computeIfAbsent(
        key(contract.venue(), contract.symbol()), key -> new ArrayList<>());
  }

  private static void put(Map<String, List<Contract>> into, LocalDate day, Contract contract) {
    List<Contract> known = of(into, contract);
    for (int i = known.size() - 1; i >= 0; i--) {
      Contract before = known.get(i);
      if (before.product() == contract.product()) {
        if (before.saysSameAs(contract)) {
          return;
        }
        known.set(i, before.within(before.validFrom(), day));
        known.add(contract.within(day, contract.validTo()));
        return;
      }
    }
    known.add(contract);
  }

  private static String key(String venue, String symbol) {
    return venue + " " + symbol;
  }

  /** Returns the contracts that no rule says, for a listing. */
  public List<Contract> stated() {
    return Stream.of(said, listed, told)
        .flatMap(of -> of.values().stream())
        .flatMap(List::stream)
        .toList();
  }

  /**
   * Returns what a symbol can be: at most one contract of each product.
   *
   * @param day the day asked for; null = any, of several the last
   */
  public List<Contract> contracts(String venue, String symbol, LocalDate day) {
    List<Contract> byHand = said.getOrDefault(key(venue, symbol), List.of());
    if (!byHand.isEmpty()) {
      return byHand;
    }
    List<Contract> result = new ArrayList<>();
    for (Product product : Product.values()) {
      listedOn(venue, symbol, product, day)
          .or(() -> told(venue, symbol, product))
          .or(() -> byRule(venue, symbol, product, day))
          .ifPresent(result::add);
    }
    return result;
  }

  private Optional<Contract> listedOn(String venue, String symbol, Product product, LocalDate day) {
    return listed.getOrDefault(key(venue, symbol), List.of()).stream()
        .filter(one -> one.product() == product && (day == null || one.holdsOn(day)))
        .reduce((a, b) -> isLater(a, b) ? a : b);
  }

  private Optional<Contract> told(String venue, String symbol, Product product) {
    return told.getOrDefault(key(venue, symbol), List.of()).stream()
        .filter(one -> one.product() == product)
        .findFirst();
  }

  private static boolean isLater(Contract a, Contract b) {
    return b.validFrom() == null || a.validFrom() != null && a.validFrom().isAfter(b.validFrom());
  }

  private static Optional<Contract> byRule(
      String venue, String symbol, Product product, LocalDate day) {
    return VenueGrammars.grammar(venue)
        .map(grammar -> grammar.read(symbol, day).contracts())
        .orElse(List.of())
        .stream()
        .filter(one -> one.product() == product)
        .findFirst();
  }

  /**
   * Returns the contract of an instrument, as of any day.
   *
   * @throws UnknownContract if none is known
   */
  public Contract contract(Instrument instrument) {
    return contract(instrument.venue(), instrument.symbol(), Set.of(instrument.product()), null);
  }

  /**
   * Returns the contract of a symbol.
   *
   * @param among products that are possible where it was met; empty = all
   * @param day the day asked for; null = any
   * @throws UnknownContract if none is known, or several are possible
   */
  public Contract contract(String venue, String symbol, Set<Product> among, LocalDate day) {
    List<Contract> known = contracts(venue, symbol, day);
    List<Contract> fit =
        known.stream().filter(one -> among.isEmpty() || among.contains(one.product())).toList();
    if (fit.size() == 1) {
      return fit.get(0);
    }
    if (fit.size() > 1) {
      throw new UnknownContract(
          "%s of %s can be %s: say which with --product".formatted(symbol, venue, products(fit)));
    }
    throw new UnknownContract(unknown(venue, symbol, known, among, day));
  }

  private String unknown(
      String venue, String symbol, List<Contract> known, Set<Product> among, LocalDate day) {
    List<String> tried = new ArrayList<>();
    if (!known.isEmpty()) {
      tried.add(
          "it is %s, which is not %s"
              .formatted(
                  products(known),
                  among.stream().map(Product::text).sorted().collect(Collectors.joining(" or "))));
    }
    Optional<VenueGrammar> grammar = VenueGrammars.grammar(venue);
    if (grammar.isEmpty()) {
      tried.add("there are no rules of this venue (known: %s)".formatted(VenueGrammars.venues()));
    } else {
      Answer answer = grammar.get().read(symbol, day);
      tried.addAll(answer.missing());
      if (answer.contracts().isEmpty() && answer.missing().isEmpty()) {
        tried.add("its symbols are " + grammar.get().inWords());
      }
    }
    boolean isListed = listed.containsKey(key(venue, symbol));
    tried.add(isListed ? "the imported list is not of that day" : "no imported list has it");
    return ("the contract of %s of %s is not known: %s. Import the venue's list with `ingest"
            + " instruments`, or say it: --product, --contract-value and --amount-unit, or the"
            + " setting contracts.%s/%s")
        .formatted(symbol, venue, String.join("; ", tried), venue, symbol);
  }

  private static String products(List<Contract> contracts) {
    return contracts.stream()
        .map(one -> one.product().text())
        .collect(Collectors.toCollection(LinkedHashSet::new))
        .stream()
        .collect(Collectors.joining(" or "));
  }

  /** Returns how contracts of lists differ from what is known without them; the lists count. */
  public List<String> conflicts() {
    return listed.values().stream()
        .flatMap(List::stream)
        .map(this::conflict)
        .flatMap(Optional::stream)
        .sorted()
        .toList();
  }

  private Optional<String> conflict(Contract ofList) {
    return told(ofList.venue(), ofList.symbol(), ofList.product())
        .or(() -> byRule(ofList.venue(), ofList.symbol(), ofList.product(), null))
        .filter(other -> !other.saysSameAs(ofList))
        .map(
            other ->
                "%s of %s: the list says %s; else it is %s: the list counts"
                    .formatted(ofList.symbol(), ofList.venue(), ofList.inWords(), other.inWords()));
  }
}
