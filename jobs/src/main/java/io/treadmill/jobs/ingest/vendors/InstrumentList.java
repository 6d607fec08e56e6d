package io.treadmill.jobs.ingest.vendors;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.treadmill.jobs.ingest.format.BadRow;
import io.treadmill.jobs.ingest.format.FileContracts;
import io.treadmill.jobs.ingest.format.FileFormat;
import io.treadmill.jobs.ingest.format.RecordSink;
import io.treadmill.jobs.ingest.format.RefusedFile;
import io.treadmill.jobs.ingest.format.SourceFile;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.RowBuffer;
import io.treadmill.market.Instrument;
import io.treadmill.market.contract.Contract;
import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import java.util.Optional;

/** One list of instruments; a list has some thousand entries at most and is read as a whole. */
final class InstrumentList implements FileFormat {
  private static final ArchiveDataset INSTRUMENTS = ArchiveDataset.INSTRUMENTS;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SourceFile file;
  private long record;

  InstrumentList(SourceFile file) {
    this.file = file;
  }

  @Override
  public void read(InputStream in, RecordSink sink) throws IOException {
    JsonNode root;
    try (JsonParser json = JSON.createParser(in).disable(JsonParser.Feature.AUTO_CLOSE_SOURCE)) {
      root = JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new RefusedFile("not whole JSON: " + e.getOriginalMessage() + " (fetch it again)");
    }
    LocalDate day = file.from();
    if (day == null) {
      throw new RefusedFile(
          "no day in the file name (name it {venue}_instruments_YYYY-MM-DD.json: the day on which"
              + " the list was fetched)");
    }
    InstrumentListKind kind = InstrumentListKind.of(root);
    if (kind.venue() != null && !kind.venue().equals(file.venue())) {
      throw new RefusedFile(
          "it is a list of %s, the name says %s (name it %s_.. or give --venue %s)"
              .formatted(kind.venue(), file.venue(), kind.venue(), kind.venue()));
    }
    sink.header("none");
    for (JsonNode entry : kind.entries(root)) {
      entry(kind, entry, day, sink);
    }
  }

  private void entry(InstrumentListKind kind, JsonNode entry, LocalDate day, RecordSink sink) {
    if (!kind.isHeld(entry)) {
      return;
    }
    sink.begin(++record);
    try {
      Optional<Contract> contract = kind.contract(entry, file.venue());
      if (contract.isEmpty()) {
        throw new BadRow("instrument", "no known kind of contract");
      }
      row(contract.get(), day, null, sink);
      sink.end();
    } catch (BadRow e) {
      sink.setAside(e, entry.toString());
    } catch (IllegalArgumentException e) {
      sink.setAside(new BadRow("instrument", e.getMessage()), entry.toString());
    }
  }

  /** Emits a contract that counts from a day. */
  static void row(Contract contract, LocalDate day, String source, RecordSink sink) {
    new Instrument(contract.venue(), contract.product(), contract.symbol());
    RowBuffer row = sink.row(INSTRUMENTS);
    FileContracts.name(row, contract);
    row.whole(INSTRUMENTS.index("valid_from"), day.toEpochDay());
    day(row, "valid_to", contract.validTo());
    row.text(INSTRUMENTS.index("base"), contract.base());
    if (contract.quote() != null) {
      row.text(INSTRUMENTS.index("quote"), contract.quote());
    }
    if (contract.settlement() != null) {
      row.text(INSTRUMENTS.index("settlement"), contract.settlement());
    }
    row.text(INSTRUMENTS.index("kind"), contract.terms().kind().text());
    row.number(INSTRUMENTS.index("contract_size"), contract.terms().value());
    row.text(INSTRUMENTS.index("contract_size_unit"), contract.terms().kind().valueUnit());
    row.text(INSTRUMENTS.index("amount_unit"), contract.terms().amounts().text());
    row.text(INSTRUMENTS.index("asset"), contract.asset().name());
    row.number(INSTRUMENTS.index("price_multiplier"), contract.asset().scale());
    day(row, "expiry", contract.expiry());
    day(row, "listed_on", contract.validFrom());
    if (source != null) {
      row.text(INSTRUMENTS.index("source"), source);
    }
    sink.emit();
  }

  private static void day(RowBuffer row, String column, LocalDate day) {
    if (day != null) {
      row.whole(INSTRUMENTS.index(column), day.toEpochDay());
    }
  }
}
