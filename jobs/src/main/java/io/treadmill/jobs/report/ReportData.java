package io.treadmill.jobs.report;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.treadmill.market.Instrument;
import io.treadmill.market.UtcDays;
import java.util.List;
import java.util.Map;

/**
 * Everything a report shows. It becomes the JSON of the page.
 *
 * @param writtenAt instant of writing, ISO 8601 UTC
 */
public record ReportData(
    @JsonIgnore UtcDays days,
    String writtenAt,
    List<Run> runs,
    @JsonIgnore List<InstrumentData> instruments) {

  public ReportData {
    runs = List.copyOf(runs);
    instruments = List.copyOf(instruments);
  }

  @JsonProperty
  public String from() {
    return days.from().toString();
  }

  @JsonProperty
  public String to() {
    return days.to().toString();
  }

  /**
   * One entry of the ledger.
   *
   * @param configurationHash hash of the settings that decide results
   */
  public record Run(
      String runId, String job, String codeVersion, String configurationHash, String finishedAt) {}

  /**
   * One instrument, or one asset with the series of the instrument on whose price its map stands.
   *
   * @param asset name of the asset; null of an instrument
   * @param otherModels models of the table that are not shown
   * @param laws the laws that the map stands on, in words; empty if there is no map
   * @param warmUpDays days in which the book was still filling, ISO 8601
   * @param warmUpKnown false if the state of the book could not be read
   * @param missing what is not there (map, price, liquidations, open_interest, funding): the reason
   * @param views the maps by horizon, the one that is shown first first; none without a map
   * @param statistics rows of statistics by table; tables without rows are absent
   */
  public record InstrumentData(
      String asset,
      @JsonIgnore Instrument instrument,
      String model,
      List<String> otherModels,
      String laws,
      List<String> warmUpDays,
      boolean warmUpKnown,
      Scale scale,
      List<MapView> views,
      @JsonIgnore Series series,
      Map<String, String> missing,
      Scorecard scores,
      @JsonIgnore Map<String, StatisticReader.Rows> statistics) {
    /** Returns what is shown: the asset, or the symbol. */
    String name() {
      return asset == null ? symbol() : asset;
    }

    @JsonProperty
    public String venue() {
      return instrument.venue();
    }

    @JsonProperty
    public String product() {
      return instrument.product().text();
    }

    @JsonProperty
    public String symbol() {
      return instrument.symbol();
    }

    /** Returns the maps that are shown first. */
    List<MapDay> maps() {
      return views.isEmpty() ? List.of() : views.get(0).maps();
    }
  }

  /**
   * The maps of one horizon.
   *
   * @param horizonHours hours within which is forced what they show; 0: now
   */
  public record MapView(int horizonHours, List<MapDay> maps) {
    /** Returns the instant of the first map, milliseconds since 1970. */
    long firstMillis() {
      MapDay first = maps.get(0);
      return UtcDays.of(first.day()).start().toEpochMilli() + first.minutes()[0] * 60_000L;
    }

    /** Returns what a cell is, in words. */
    String words() {
      return horizonHours == 0
          ? "if price gets there now; good for about the next hour"
          : "within %d h of each instant where price goes, of what stands and what is expected to be opened"
              .formatted(horizonHours);
    }
  }

  /**
   * Ends of the colour scale, whole powers of ten.
   *
   * @param lowUsd amounts up to this have the first colour
   * @param highUsd amounts from this have the last colour
   */
  public record Scale(double lowUsd, double highUsd) {}

  /** Series over time. Times are minutes after 00:00 UTC of the report's first day. */
  public record Series(
      Bars bars, Marks marks, Forced forced, OpenInterest openInterest, Funding funding) {}

  /** Five-minute bars: start in minutes, prices in quote units. */
  public record Bars(int[] minute, double[] open, double[] high, double[] low, double[] close) {}

  /**
   * Reported forced orders, one entry by interval, side and bucket.
   *
   * @param isShort 1 if a short was forced, 0 if a long was
   * @param price middle of the bucket, quote units; null where only totals are known
   * @param highUsd of a throttled feed an estimate of what was forced; null if there is none
   * @param left rows of the table that are not shown because they are smaller
   * @param shownShare share of the notional that is shown, 0..1
   * @param feedRules how the venue reported
   */
  public record Marks(
      int[] minute,
      int[] lengthMinutes,
      int[] isShort,
      Double[] price,
      double[] usd,
      Double[] highUsd,
      Long[] prints,
      long left,
      double shownShare,
      List<String> feedRules) {}

  /**
   * Reported forced notional in USD, by interval of {@code stepMinutes}.
   *
   * @param source null of prints of the venue; else the totals that are shown in their place
   */
  public record Forced(
      int stepMinutes, int[] minute, double[] longUsd, double[] shortUsd, String source) {}

  /**
   * Open interest, last snapshot of each five minutes.
   *
   * @param unit base coins, contracts or USD
   * @param value open interest, one side, in the unit
   */
  public record OpenInterest(String unit, double[] minute, double[] value, Double[] usd) {}

  /** Funding rates as fraction of notional; {@code kind} is settled or predicted. */
  public record Funding(String kind, double[] minute, double[] rate, Integer[] intervalMinutes) {}
}
