package io.treadmill.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.jobs.report.ReportData.InstrumentData;
import io.treadmill.jobs.report.ReportData.MapView;
import io.treadmill.market.UtcDays;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.jfree.chart.plot.IntervalMarker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said over times without a map, and where the book still fills. */
class MapWordsTest {
  private static final UtcDays DAYS =
      new UtcDays(LocalDate.of(2026, 1, 29), LocalDate.of(2026, 1, 31));
  private static final String NO_LAW = "No map: no law of the next 4 h in force";
  private static final String WARM_UP = "Warm-up: the book is still filling";
  private static final long DAY = 86_400_000L;

  @TempDir Path folder;

  /** A law of 4 h comes into force on some day, the book fills on the first days. */
  private static InstrumentData instrument(int firstOfLaw, int warmUpDays) {
    InstrumentData now = new MadeUpMarket("BTCUSDT", 97_000, DAYS, 1).data();
    List<MapDay> ahead =
        now.maps().stream()
            .filter(map -> !map.day().isBefore(DAYS.from().plusDays(firstOfLaw)))
            .toList();
    return new InstrumentData(
        null,
        now.instrument(),
        now.model(),
        List.of(),
        now.laws(),
        DAYS.days().stream().limit(warmUpDays).map(Object::toString).toList(),
        true,
        now.scale(),
        List.of(new MapView(4, ahead), new MapView(0, now.maps())),
        now.series(),
        now.missing(),
        now.scores(),
        now.statistics());
  }

  private static long start(int day) {
    return DAYS.start().toEpochMilli() + day * DAY;
  }

  private static String words(IntervalMarker marker) {
    return "%s: %d to %d"
        .formatted(
            marker.getLabel(),
            (long) (marker.getStartValue() - start(0)) / DAY,
            (long) (marker.getEndValue() - start(0)) / DAY);
  }

  @Test
  void aPictureSaysWarmUpWhereThereIsAMapAlone() {
    assertThat(PngChart.markers(instrument(1, 1)))
        .extracting(MapWordsTest::words)
        .containsExactly(NO_LAW + ": 0 to 1");
    assertThat(PngChart.markers(instrument(1, 2)))
        .extracting(MapWordsTest::words)
        .containsExactly(NO_LAW + ": 0 to 1", WARM_UP + ": 1 to 2");
    assertThat(PngChart.markers(instrument(0, 1)))
        .extracting(MapWordsTest::words)
        .containsExactly(WARM_UP + ": 0 to 1");
  }

  @Test
  void thePageSaysTheSame() {
    ReportData data =
        new ReportData(DAYS, "2026-02-01T00:10:00Z", List.of(), List.of(instrument(1, 1)));
    Path page = Report.write(data, 400, folder.resolve("report.html")).html();
    try (Browser browser = Browser.open()) {
      browser.load(page, 1500, 1000);
      browser.run(
          "window.said = []; const fill = CanvasRenderingContext2D.prototype.fillText;"
              + "CanvasRenderingContext2D.prototype.fillText ="
              + " function(text, ...at) { window.said.push(text); fill.call(this, text, ...at); };");
      assertThat(written(browser, 1)).contains(WARM_UP).doesNotContain(NO_LAW);
      assertThat(written(browser, 0)).contains(NO_LAW).doesNotContain(WARM_UP);
      browser.assertQuiet();
    }
  }

  /** Takes a view and returns what is written on its map. */
  private static List<String> written(Browser browser, int view) {
    browser.run("window.said = []");
    browser.click("#views [data-view='%d']".formatted(view));
    return ((List<?>) browser.run("return window.said")).stream().map(Object::toString).toList();
  }
}
