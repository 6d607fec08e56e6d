package io.treadmill.lake;

import io.treadmill.conf.Settings;
import io.treadmill.conf.Settings.ContractSettings;
import io.treadmill.conf.UserError;
import io.treadmill.market.AmountUnit;
import io.treadmill.market.Instrument;
import io.treadmill.market.Product;
import io.treadmill.market.contract.Contract;
import io.treadmill.market.contract.Contract.Terms;
import io.treadmill.market.contract.ContractKind;
import io.treadmill.market.contract.Register;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The register of instruments: imported lists of the archive, and what the settings say. */
public final class InstrumentLists {
  /** What the column source holds of a contract that no list says. */
  public static final String TOLD = "said at import";

  private InstrumentLists() {}

  /** Reads the register. */
  public static Register register(Archive archive, Settings settings) {
    return register(archive, settings.contracts());
  }

  static Register register(Archive archive, Map<String, ContractSettings> contracts) {
    Map<Boolean, List<NamedRow>> rows =
        archive.facts(ArchiveDataset.INSTRUMENTS).stream()
            .filter(row -> !row.isNull("contract_size") && !row.isNull("kind"))
            .collect(Collectors.partitioningBy(row -> TOLD.equals(row.text("source"))));
    SortedMap<LocalDate, List<Contract>> listed =
        rows.get(false).stream()
            .collect(
                Collectors.groupingBy(
                    row -> row.day("valid_from"),
                    TreeMap::new,
                    Collectors.mapping(
                        row -> contract(row, "imported list of " + row.day("valid_from")),
                        Collectors.toList())));
    List<Contract> told =
        rows.get(true).stream()
            .map(row -> contract(row, "%s of %s".formatted(TOLD, row.day("valid_from"))))
            .toList();
    return new Register(listed, said(contracts), told);
  }

  private static List<Contract> said(Map<String, ContractSettings> contracts) {
    return contracts.entrySet().stream()
        .map(entry -> said(entry.getKey(), entry.getValue()))
        .toList();
  }

  private static Contract said(String key, ContractSettings stated) {
    String[] names = key.split("/", 2);
    boolean counted = stated.contractValue() > 0;
    try {
      Product product = Product.of(stated.product());
      AmountUnit unit =
          stated.amountUnit() != null
              ? AmountUnit.of(stated.amountUnit())
              : counted ? AmountUnit.CONTRACTS : AmountUnit.BASE;
      ContractKind kind = product.isInverse() ? ContractKind.INVERSE : ContractKind.LINEAR;
      if (product.isInverse() && !counted) {
        throw new IllegalArgumentException("contract-value is missing (quote units of a contract)");
      }
      return new Contract(
          names[0],
          names[1],
          product,
          stated.base() == null ? Instrument.asset(names[1]) : stated.base(),
          stated.quote(),
          null,
          new Terms(kind, counted ? stated.contractValue() : 1, unit),
          null,
          null,
          null,
          "setting contracts." + key);
    } catch (IllegalArgumentException e) {
      throw UserError.usage("Invalid contracts.%s: %s".formatted(key, e.getMessage()));
    }
  }

  private static Contract contract(NamedRow row, String source) {
    return new Contract(
        row.text("venue"),
        row.text("symbol"),
        Product.of(row.text("product")),
        row.text("base"),
        row.text("quote"),
        row.text("settlement"),
        new Terms(
            ContractKind.of(row.text("kind")),
            row.number("contract_size"),
            AmountUnit.of(row.text("amount_unit"))),
        row.day("expiry"),
        row.day("listed_on"),
        row.day("valid_to"),
        source);
  }
}
