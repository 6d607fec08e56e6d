package io.treadmill.jobs.cli;

import io.treadmill.conf.Settings;
import io.treadmill.conf.UserError;
import io.treadmill.jobs.batch.Sessions;
import io.treadmill.lake.Archive;
import io.treadmill.lake.InstrumentLists;
import io.treadmill.market.contract.Contract;
import io.treadmill.market.contract.Register;
import io.treadmill.market.contract.UnknownContract;
import io.treadmill.market.contract.VenueGrammars;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints what is known of contracts, and from where. */
@Command(
    name = "instruments",
    description = {
      "Print what is known of the contract of a symbol, and from where: said by hand, imported",
      "lists, or the rules of the venue. Without a symbol: everything but rules."
    })
final class InstrumentsCommand extends LakeCommand {
  private static final List<String> NAMES =
      List.of(
          "venue",
          "symbol",
          "product",
          "kind",
          "contract_value",
          "unit",
          "amounts",
          "base",
          "quote",
          "settlement",
          "asset",
          "scale",
          "expiry",
          "valid_from",
          "valid_to",
          "source");

  @Parameters(arity = "0..1", paramLabel = "SYMBOL", description = "A symbol of a venue.")
  private String symbol;

  @Option(names = "--venue", paramLabel = "V", description = "Venue (default: all with rules).")
  private String venue;

  @Option(names = "--day", paramLabel = "DAY", description = "As of a day (default: any).")
  private LocalDate day;

  @Mixin private FormatOption format;

  @Override
  public Integer call() {
    Register register = register(common().settings());
    List<Contract> found = symbol == null ? stated(register) : known(register);
    format.print(NAMES, found.iterator(), InstrumentsCommand::values, console());
    return 0;
  }

  private static Register register(Settings settings) {
    SparkSession spark = Sessions.openWithoutLake(settings);
    try {
      return InstrumentLists.register(Archive.open(spark, settings.archive()), settings);
    } finally {
      spark.stop();
    }
  }

  private List<Contract> stated(Register register) {
    return register.stated().stream()
        .filter(one -> venue == null || one.venue().equals(venue))
        .filter(one -> day == null || one.holdsOn(day))
        .sorted(Comparator.comparing(Contract::venue).thenComparing(Contract::symbol))
        .toList();
  }

  private List<Contract> known(Register register) {
    List<String> venues = venue == null ? VenueGrammars.venues() : List.of(venue);
    List<Contract> found = new ArrayList<>();
    List<String> tried = new ArrayList<>();
    for (String one : venues) {
      List<Contract> contracts = register.contracts(one, symbol, day);
      found.addAll(contracts);
      if (contracts.isEmpty() && venue != null) {
        tried.add(explanation(register, one));
      }
    }
    if (found.isEmpty()) {
      throw UserError.input(
          venue == null
              ? "The contract of %s is not known at %s (ask with --venue why)"
                  .formatted(symbol, String.join(", ", venues))
              : tried.get(0));
    }
    return found;
  }

  private String explanation(Register register, String one) {
    try {
      return register.contract(one, symbol, Set.of(), day).inWords();
    } catch (UnknownContract e) {
      return e.getMessage();
    }
  }

  private static List<Object> values(Contract one) {
    return Arrays.asList(
        one.venue(),
        one.symbol(),
        one.product().text(),
        one.terms().kind().text(),
        Contract.plain(one.terms().value()),
        one.unitOfValue(),
        one.terms().amounts().text(),
        one.base(),
        one.quote(),
        one.settlement(),
        one.asset().name(),
        Contract.plain(one.asset().scale()),
        one.expiry() == null ? null : one.expiry().toString(),
        one.validFrom() == null ? null : one.validFrom().toString(),
        one.validTo() == null ? null : one.validTo().toString(),
        one.source());
  }
}
