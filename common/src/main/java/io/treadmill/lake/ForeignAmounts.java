package io.treadmill.lake;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.treadmill.conf.UserError;
import io.treadmill.market.AmountUnit;
import io.treadmill.market.Product;
import io.treadmill.market.contract.Contract;
import io.treadmill.market.contract.Contract.Terms;
import io.treadmill.market.contract.ContractKind;
import io.treadmill.market.contract.Register;
import io.treadmill.market.contract.UnknownContract;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Amounts in files of others, in coins. Of a row that says its contracts too the amount is coins;
 * else it is in the unit of the venue, as the register knows the symbol. Spot is in coins.
 */
final class ForeignAmounts {
  private static final int MOST_NAMED = 3;

  private final Register register;
  private final String file;

  /**
   * Makes a converter.
   *
   * @param file a file of the rows, for messages
   */
  ForeignAmounts(Register register, String file) {
    this.register = register;
    this.file = file;
  }

  /** Returns true if rows of the dataset have an amount that venues count in units of their own. */
  static boolean isCounted(ArchiveDataset dataset) {
    return dataset == ArchiveDataset.TRADES || dataset == ArchiveDataset.LIQUIDATIONS;
  }

  /**
   * Returns the rows with amounts in coins.
   *
   * @throws UserError if the contract of a symbol is not known
   */
  Dataset<Row> inCoins(Dataset<Row> rows) {
    Map<Terms, List<String>> byTerms = new LinkedHashMap<>();
    List<String> unknown = new ArrayList<>();
    NamedRow.all(
            rows.where(col("contracts").isNull())
                .select("venue", "product", "symbol")
                .distinct()
                .orderBy("venue", "product", "symbol"))
        .forEach(
            row -> {
              try {
                Terms terms = terms(row.text("venue"), row.text("product"), row.text("symbol"));
                if (terms != null) {
                  byTerms.computeIfAbsent(terms, key -> new ArrayList<>()).add(key(row));
                }
              } catch (UnknownContract e) {
                unknown.add(e.getMessage());
              }
            });
    if (!unknown.isEmpty()) {
      throw UserError.input(
          "Cannot read %s: amounts of %d symbols cannot be turned into coins: %s%s"
              .formatted(
                  file,
                  unknown.size(),
                  String.join("\n", unknown.subList(0, Math.min(MOST_NAMED, unknown.size()))),
                  unknown.size() > MOST_NAMED ? "\n.." : ""));
    }
    return byTerms.isEmpty() ? rows : converted(rows, byTerms);
  }

  private static String key(NamedRow row) {
    return String.join("/", row.text("venue"), row.text("product"), row.text("symbol"));
  }

  /** Returns how a symbol is counted; null if in coins, or if it is none of any venue. */
  private Terms terms(String venue, String product, String symbol) {
    boolean isKnown = Stream.of(Product.values()).anyMatch(of -> of.text().equals(product));
    if (!isKnown || product.equals(Product.SPOT.text())) {
      return null;
    }
    Contract contract = register.contract(venue, symbol, Set.of(Product.of(product)), null);
    if (!contract.terms().isConvertible()) {
      throw new UnknownContract(
          "%s of %s is a quanto contract: its coins hang on another price"
              .formatted(symbol, venue));
    }
    return contract.terms().amounts() == AmountUnit.BASE ? null : contract.terms();
  }

  private static Dataset<Row> converted(Dataset<Row> rows, Map<Terms, List<String>> byTerms) {
    Column key = concat_ws("/", col("venue"), col("product"), col("symbol"));
    Column coins = col("amount");
    Column contracts = col("contracts");
    for (Map.Entry<Terms, List<String>> entry : byTerms.entrySet()) {
      Terms terms = entry.getKey();
      Column isOf = col("contracts").isNull().and(key.isin(entry.getValue().toArray()));
      coins = when(isOf, coins(terms)).otherwise(coins);
      contracts = when(isOf, contracts(terms)).otherwise(contracts);
    }
    return rows.withColumns(Map.of("amount", coins, "contracts", contracts));
  }

  private static Column coins(Terms terms) {
    Column value = lit(terms.value());
    return switch (terms.amounts()) {
      case BASE -> col("amount");
      case QUOTE -> col("amount").divide(col("price"));
      case CONTRACTS ->
          terms.kind() == ContractKind.INVERSE
              ? col("amount").multiply(value).divide(col("price"))
              : col("amount").multiply(value);
    };
  }

  private static Column contracts(Terms terms) {
    return terms.amounts() == AmountUnit.CONTRACTS
        ? col("amount")
        : terms.kind() == ContractKind.INVERSE
            ? col("amount").divide(lit(terms.value()))
            : lit(null);
  }
}
