package io.treadmill.jobs.ingest.vendors;

import io.treadmill.jobs.ingest.format.FileName;
import io.treadmill.jobs.ingest.format.FileName.Period;
import io.treadmill.jobs.ingest.format.IngestRequest;
import io.treadmill.jobs.ingest.format.SourceFile;
import io.treadmill.market.Product;
import io.treadmill.market.contract.Register;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is known of a file before it is read: its name, its folders, and what the user says, which
 * wins. A vendor asks for what it needs, says what it found, and gets the file.
 */
final class FileClues {
  private final String vendor;
  private final FileName file;
  private final IngestRequest request;
  private final Register register;
  private String venue;
  private String product;
  private String symbol;
  private Period days;

  FileClues(String vendor, FileName file, IngestRequest request, Register register) {
    this.vendor = vendor;
    this.file = file;
    this.request = request;
    this.register = register;
    this.venue = venueOr(vendor);
    this.days = Period.UNKNOWN;
  }

  FileName file() {
    return file;
  }

  IngestRequest request() {
    return request;
  }

  Register register() {
    return register;
  }

  /** Returns the name without its endings. */
  String stem() {
    return file.stem();
  }

  /** Returns folders and name, lower case. */
  String words() {
    return (String.join("/", file.folders()) + "/" + file.stem()).toLowerCase(Locale.ROOT);
  }

  /** Returns the first word of the name, lower case. */
  String head() {
    return file.stem().split("[_-]")[0].toLowerCase(Locale.ROOT);
  }

  /** Returns true if the name has one of these endings, packed or not: {@code json|csv}. */
  boolean ends(String endings) {
    return file.name().matches(".*\\.(%s).*".formatted(endings));
  }

  /** Returns the symbol that the user says, else the one given. */
  String symbolOr(String named) {
    return request.symbol() == null ? named : request.symbol();
  }

  /** Returns the symbol that the user says, else the one in the name; null if there is none. */
  String symbolIn(Pattern form) {
    Matcher named = form.matcher(file.stem());
    return symbolOr(named.find() ? named.group(1) : null);
  }

  /** Returns the product that the user says; null if none. */
  String statedProduct() {
    return request.product() == null ? null : Product.of(request.product()).text();
  }

  /** Returns the venue that the user says, else the one given. */
  String venueOr(String found) {
    return request.venue() == null ? found : request.venue();
  }

  /** Takes the venue; without it, it is the one that the user says, else the vendor. */
  FileClues venue(String found) {
    venue = found;
    return this;
  }

  /** Takes the symbol; without it the rows name it. */
  FileClues symbol(String found) {
    symbol = found;
    return this;
  }

  /** Takes the product; without it the rows say it. */
  FileClues product(String found) {
    product = found;
    return this;
  }

  /** Takes the product that the symbol has at its venue on a day, among some; empty = all. */
  FileClues productOn(String atVenue, LocalDate day, Set<Product> among) {
    return product(request.productOf(register, atVenue, symbol, among, day));
  }

  /** Takes the product where none was found; null = none. */
  FileClues productIfNone(Product other) {
    return product == null && other != null ? product(other.text()) : this;
  }

  /** Takes the days that a text names. */
  FileClues days(String text) {
    return days(FileName.period(text));
  }

  /** Takes the days. */
  FileClues days(Period found) {
    days = found;
    return this;
  }

  /** Returns the file as one of a kind. */
  Optional<SourceFile> of(String kind) {
    return Optional.of(
        new SourceFile(
            file.path(),
            file.bytes(),
            vendor,
            kind,
            venue,
            product,
            symbol,
            days.from(),
            days.to(),
            file.published(request),
            null));
  }

  /** Returns the first day that was found; null if there is none. */
  LocalDate from() {
    return days.from();
  }

  /** Returns the last day that was found; null if there is none. */
  LocalDate to() {
    return days.to();
  }
}
