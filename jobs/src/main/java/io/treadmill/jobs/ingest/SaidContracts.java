package io.treadmill.jobs.ingest;

import io.treadmill.jobs.ingest.format.FileContracts;
import io.treadmill.jobs.ingest.format.SourceFile;
import io.treadmill.jobs.ingest.format.StatedContract;
import io.treadmill.jobs.ingest.vendors.InstrumentListFiles;
import io.treadmill.lake.ArchiveStore;
import io.treadmill.lake.InstrumentLists;
import io.treadmill.market.Product;
import io.treadmill.market.UtcDays;
import io.treadmill.market.contract.Contract;
import io.treadmill.market.contract.Contract.Terms;
import io.treadmill.market.contract.Register;
import io.treadmill.market.contract.VenueGrammars;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Contracts that only the options of an import say. They are kept beside imported lists, so that
 * later imports and all jobs know them.
 */
final class SaidContracts {
  private SaidContracts() {}

  /**
   * Returns those that the rows of an import stand on. The unit is that of the venue where its
   * rules say one, for the unit of an option is that of the files.
   *
   * @param stated what the options say, by path of the file
   */
  static List<Contract> of(
      List<StagedFile> files, Map<String, StatedContract> stated, Register register) {
    Map<String, Contract> said = new TreeMap<>();
    for (StagedFile staged : files) {
      StatedContract options = stated.get(staged.file().path());
      if (options != null && options.value() != null) {
        staged.parts().stream()
            .flatMap(part -> part.days().keySet().stream())
            .forEach(
                at -> {
                  Contract of =
                      FileContracts.find(
                          register,
                          options,
                          staged.file().venue(),
                          at.symbol(),
                          Set.of(Product.of(at.product())),
                          at.day());
                  if (of.source().equals(InstrumentLists.TOLD)) {
                    said.put(
                        String.join("/", of.venue(), at.product(), of.symbol()), inVenueUnit(of));
                  }
                });
      }
    }
    return List.copyOf(said.values());
  }

  private static Contract inVenueUnit(Contract said) {
    Terms terms = said.terms();
    return !VenueGrammars.venues().contains(said.venue())
        ? said
        : said.in(VenueGrammars.amounts(said.venue(), said.product(), terms.kind(), terms.value()));
  }

  /** Writes one as a file of its own into staging. */
  static StagedFile stage(
      Contract contract, Path folder, String runId, long nowMicros, Configuration conf) {
    LocalDate day = UtcDays.dayOf(nowMicros);
    String path =
        String.join("/", "said", contract.venue(), contract.product().text(), contract.symbol());
    byte[] facts = (path + " " + contract.terms()).getBytes(StandardCharsets.UTF_8);
    SourceFile file =
        new SourceFile(
            path,
            facts.length,
            InstrumentListFiles.NAME,
            "said",
            contract.venue(),
            contract.product().text(),
            contract.symbol(),
            day,
            day,
            null,
            HexFormat.of().formatHex(ArchiveStore.newSha256().digest(facts)));
    try (StageSink sink =
        new StageSink(
            ArchiveStore.of(folder, conf), folder, file, runId, nowMicros, 0, () -> false)) {
      sink.begin(1);
      InstrumentListFiles.told(contract, day, sink);
      sink.end();
      return sink.result("none", null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
