package io.treadmill.jobs.ingest.vendors;

import io.treadmill.conf.UserError;
import io.treadmill.jobs.ingest.format.FileContracts;
import io.treadmill.jobs.ingest.format.FileFormat;
import io.treadmill.jobs.ingest.format.FileName;
import io.treadmill.jobs.ingest.format.FileName.Period;
import io.treadmill.jobs.ingest.format.IngestRequest;
import io.treadmill.jobs.ingest.format.SourceFile;
import io.treadmill.market.Product;
import io.treadmill.market.contract.AmountUnit;
import io.treadmill.market.contract.Contract;
import io.treadmill.market.contract.Contract.Terms;
import io.treadmill.market.contract.Register;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * OHLCV bars and open interest as ccxt users save them, {@code
 * timestamp,open,high,low,close,volume}, and those of pandas, CryptoDataDownload and Kraken. Venue,
 * product and symbol come from the name {@code {venue}_{product}_{symbol}_{interval}_...} or from
 * the options, which win.
 */
final class Ccxt implements Vendor {
  private static final long serialVersionUID = 1L;
  private static final Pattern NAME =
      Pattern.compile(
          "([a-z0-9-]+)_("
              + Arrays.stream(Product.values()).map(Product::text).collect(Collectors.joining("|"))
              + ")_(.+?)_(\\d{1,2}[smhd])(?:_(.*))?");

  private static final Pattern OPEN_INTEREST =
      Pattern.compile(
          "([a-z0-9-]+?)_(?:("
              + Arrays.stream(Product.values()).map(Product::text).collect(Collectors.joining("|"))
              + ")_)?(.+?)_open_interest(?:_(\\d{1,2}[smhd]))?(?:_(.*))?");

  /** Files of Kraken end in the minutes of their bars: XBTUSDT_5. */
  private static final Pattern MINUTES = Pattern.compile("[A-Z0-9.]+_(1|5|15|30|60|240|720|1440)");

  @Override
  public String name() {
    return "ccxt";
  }

  @Override
  public Authority authority() {
    return Authority.ANYONE;
  }

  @Override
  public List<Kind> kinds() {
    return List.of(
        new Kind(
            "bars",
            "VENUE_PRODUCT_SYMBOL_INTERVAL[_..].csv, or any name with --venue and --symbol"),
        new Kind("open interest", "VENUE_[PRODUCT_]SYMBOL_open_interest[_INTERVAL].csv"));
  }

  @Override
  public Optional<SourceFile> detect(FileName file, IngestRequest request, Register register) {
    if (!file.name().contains(".csv")) {
      return Optional.empty();
    }
    boolean isInterest = file.stem().contains("open_interest");
    Matcher name = (isInterest ? OPEN_INTEREST : NAME).matcher(file.stem());
    boolean named = name.matches();
    Period period =
        named && name.group(5) != null ? FileName.period(name.group(5)) : Period.UNKNOWN;
    String venue = choose(request.venue(), named ? name.group(1) : null, "venue", file);
    String symbol = choose(request.symbol(), named ? name.group(3) : null, "symbol", file);
    Product inName = named && name.group(2) != null ? Product.of(name.group(2)) : null;
    Product product =
        request.product() == null
            ? product(
                register.contracts(venue, symbol, period.from()).stream()
                    .map(Contract::product)
                    .filter(of -> !isInterest || of != Product.SPOT)
                    .toList(),
                inName,
                symbol,
                file)
            : Product.of(request.product());
    return Optional.of(
        new SourceFile(
            file.path(),
            file.bytes(),
            name(),
            (isInterest ? "open-interest" : "ohlcv") + interval(file, named ? name.group(4) : null),
            venue,
            product.text(),
            symbol,
            period.from(),
            period.to(),
            file.published(request),
            null));
  }

  /** The symbol decides; where it can be several products, or is not known, the name says which. */
  private static Product product(
      List<Product> possible, Product inName, String symbol, FileName file) {
    if (inName != null && (possible.isEmpty() || possible.contains(inName))) {
      return inName;
    }
    if (inName == null && possible.size() == 1) {
      return possible.get(0);
    }
    String can = possible.stream().map(Product::text).collect(Collectors.joining(" or "));
    throw UserError.input(
        inName == null
            ? ("Cannot tell the product of %s%s: give --product, or name the file "
                    + "{venue}_{product}_{symbol}_{interval}.csv")
                .formatted(
                    file.path(), can.isEmpty() ? "" : " (%s can be %s)".formatted(symbol, can))
            : "Cannot import %s: %s is %s, not %s as its name says (give --product if it is)"
                .formatted(file.path(), symbol, can, inName.text()));
  }

  private static String interval(FileName file, String named) {
    Matcher minutes = MINUTES.matcher(file.stem());
    if (named != null || !minutes.matches()) {
      return named == null ? "" : ":" + named;
    }
    int count = Integer.parseInt(minutes.group(1));
    return ":" + (count < 60 ? count + "m" : count < 1440 ? count / 60 + "h" : "1d");
  }

  private static String choose(String option, String found, String what, FileName file) {
    if (option == null && found == null) {
      throw UserError.input(
          ("Cannot tell the %s of %s: give --%s, or name the file "
                  + "{venue}_{product}_{symbol}_{interval}.csv")
              .formatted(what, file.path(), what));
    }
    return option == null ? found : option;
  }

  @Override
  public FileFormat format(SourceFile file, FileContracts contracts) {
    FileContracts inCoins = contracts.assuming(Product.of(file.product()), AmountUnit.BASE);
    Terms terms = inCoins.ofFile().terms();
    return file.kind().startsWith("open-interest")
        ? new CcxtOpenInterest(file, terms)
        : new CcxtBars(file, terms);
  }
}
