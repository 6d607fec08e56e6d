package io.treadmill.jobs.report;

import io.treadmill.jobs.report.ReportData.Bars;
import io.treadmill.jobs.report.ReportData.InstrumentData;
import io.treadmill.jobs.report.ReportData.MapView;
import io.treadmill.jobs.report.ReportData.Scale;
import io.treadmill.market.PriceGrid;
import io.treadmill.market.UtcDays;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.FieldPosition;
import java.text.NumberFormat;
import java.text.ParsePosition;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import javax.imageio.ImageIO;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.annotations.XYDataImageAnnotation;
import org.jfree.chart.axis.AxisLocation;
import org.jfree.chart.axis.DateAxis;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.plot.IntervalMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.LookupPaintScale;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.title.PaintScaleLegend;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.ui.HorizontalAlignment;
import org.jfree.chart.ui.Layer;
import org.jfree.chart.ui.RectangleAnchor;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/** Draws the picture of one instrument: the map, the price over it, forced orders as marks. */
final class PngChart {
  private static final int WIDTH = 1600;
  private static final int HEIGHT = 900;
  private static final int MAP_WIDTH = 1400;
  private static final int MAP_HEIGHT = 720;
  private static final double MARGIN = 0.12;
  private static final double DAY_MILLIS = 86_400_000.0;
  private static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 15);
  private static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 20);

  private PngChart() {}

  /** Returns a PNG of 1600 x 900 pixels. Needs no screen. */
  static byte[] render(ReportData data, InstrumentData instrument) throws IOException {
    System.setProperty("java.awt.headless", "true");
    double[] prices = priceRange(instrument);
    XYPlot plot = plot(data.days(), instrument, prices);
    JFreeChart chart = new JFreeChart(title(data, instrument), TITLE, plot, true);
    chart.addSubtitle(0, subtitle(data, instrument));
    chart.setBackgroundPaint(Color.WHITE);
    chart.setPadding(new RectangleInsets(12, 12, 12, 16));
    chart.getLegend().setItemFont(TEXT);
    chart.getLegend().setBackgroundPaint(new Color(0x374151));
    chart.getLegend().setItemPaint(Color.WHITE);
    chart.getLegend().setItemLabelPadding(new RectangleInsets(2, 4, 2, 24));
    if (!instrument.maps().isEmpty()) {
      chart.addSubtitle(colourLegend(instrument.scale()));
    }
    BufferedImage image = chart.createBufferedImage(WIDTH, HEIGHT);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "png", out);
    return out.toByteArray();
  }

  private static String title(ReportData data, InstrumentData instrument) {
    if (instrument.asset() != null) {
      return "%s over its instruments, at the price of %s on %s, %s to %s UTC"
          .formatted(
              instrument.asset(),
              instrument.symbol(),
              instrument.venue(),
              data.days().from(),
              data.days().to());
    }
    return "%s on %s (%s), %s to %s UTC"
        .formatted(
            instrument.symbol(),
            instrument.venue(),
            instrument.product().replace('_', ' '),
            data.days().from(),
            data.days().to());
  }

  private static TextTitle subtitle(ReportData data, InstrumentData instrument) {
    String run = data.runs().isEmpty() ? "not in the ledger" : data.runs().get(0).runId();
    String text =
        instrument.maps().isEmpty()
            ? "No map: " + instrument.missing().get("map") + "."
            : ("Expected forced notional of each price bucket alone, %s.\nNo forecast of price. "
                    + "Model %s, %s\nRun %s%s")
                .formatted(
                    instrument.views().get(0).words(),
                    instrument.model(),
                    instrument.laws(),
                    run,
                    instrument.warmUpDays().isEmpty()
                        ? ""
                        : ", warm-up until the end of " + last(instrument.warmUpDays()));
    String liquidations = instrument.missing().get("liquidations");
    TextTitle title =
        new TextTitle(
            text + (liquidations == null ? "" : "\nForced orders: " + liquidations), TEXT);
    title.setTextAlignment(HorizontalAlignment.CENTER);
    title.setPadding(2, 0, 8, 0);
    return title;
  }

  private static String last(List<String> texts) {
    return texts.get(texts.size() - 1);
  }

  private static XYPlot plot(UtcDays days, InstrumentData instrument, double[] prices) {
    long start = days.start().toEpochMilli();
    DateAxis time = new DateAxis("Time, UTC", TimeZone.getTimeZone("UTC"), Locale.ENGLISH);
    time.setRange(new Date(start), new Date(days.end().toEpochMilli()));
    NumberAxis price = new NumberAxis("Price, quote units");
    price.setRange(prices[0], prices[1]);
    price.setNumberFormatOverride(
        new DecimalFormat(
            prices[1] > 1000 ? "#,##0" : "#,##0.####",
            DecimalFormatSymbols.getInstance(Locale.US)));
    time.setTickLabelFont(TEXT);
    price.setTickLabelFont(TEXT);
    time.setLabelFont(TEXT);
    price.setLabelFont(TEXT);
    XYSeriesCollection path = new XYSeriesCollection();
    path.addSeries(priceSeries("Price (close of 5 minutes)", start, instrument.series().bars()));
    path.addSeries(priceSeries("casing", start, instrument.series().bars()));
    XYPlot plot = new XYPlot(path, time, price, pathRenderer());
    MarkLayer marks = new MarkLayer(days, instrument.series().marks(), prices);
    plot.setDataset(1, marks.dataset());
    plot.setRenderer(1, marks.renderer());
    markers(instrument).forEach(marker -> plot.addDomainMarker(marker, Layer.FOREGROUND));
    plot.setBackgroundPaint(new Color(0x0b0d14));
    plot.setDomainGridlinePaint(new Color(255, 255, 255, 40));
    plot.setRangeGridlinePaint(new Color(255, 255, 255, 40));
    char[] codes =
        HeatImage.codes(instrument.maps(), days, prices[0], prices[1], MAP_WIDTH, MAP_HEIGHT);
    marks
        .renderer()
        .addAnnotation(
            new XYDataImageAnnotation(
                HeatImage.image(codes, MAP_WIDTH, MAP_HEIGHT, instrument.scale()),
                start,
                prices[0],
                days.count() * DAY_MILLIS,
                prices[1] - prices[0]),
            Layer.BACKGROUND);
    return plot;
  }

  private static double[] priceRange(InstrumentData instrument) {
    Bars bars = instrument.series().bars();
    if (bars != null) {
      return new double[] {
        Arrays.stream(bars.low()).min().orElseThrow() * (1 - MARGIN),
        Arrays.stream(bars.high()).max().orElseThrow() * (1 + MARGIN)
      };
    }
    int low = instrument.maps().stream().mapToInt(MapDay::firstBucket).min().orElseThrow();
    int high =
        instrument.maps().stream()
            .mapToInt(map -> map.firstBucket() + map.rows() * map.stepBuckets())
            .max()
            .orElseThrow();
    return new double[] {PriceGrid.lowerEdge(low), PriceGrid.lowerEdge(high)};
  }

  private static XYSeries priceSeries(String name, long start, Bars bars) {
    XYSeries series = new XYSeries(name);
    for (int i = 0; bars != null && i < bars.minute().length; i++) {
      series.add(start + (bars.minute()[i] + 5) * 60_000.0, bars.close()[i]);
    }
    return series;
  }

  /** A white line in a black casing: seen on every colour of the map. */
  private static XYLineAndShapeRenderer pathRenderer() {
    XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, false);
    renderer.setSeriesPaint(0, Color.WHITE);
    renderer.setSeriesStroke(0, new BasicStroke(1.8f));
    renderer.setSeriesPaint(1, Color.BLACK);
    renderer.setSeriesStroke(1, new BasicStroke(4.5f));
    renderer.setSeriesVisibleInLegend(1, false);
    return renderer;
  }

  /**
   * Returns what is said over parts of the map: where no law of its hours is in force yet there is
   * none; where there is one its book may still be filling.
   */
  static List<IntervalMarker> markers(InstrumentData instrument) {
    List<IntervalMarker> markers = new ArrayList<>();
    List<MapView> views = instrument.views();
    long first = views.isEmpty() ? Long.MIN_VALUE : views.get(0).firstMillis();
    long ofNow =
        views.stream()
            .filter(view -> view.horizonHours() == 0)
            .mapToLong(MapView::firstMillis)
            .findAny()
            .orElse(first);
    if (ofNow < first) {
      markers.add(
          marker(
              ofNow,
              first,
              "No map: no law of the next %d h in force".formatted(views.get(0).horizonHours())));
    }
    if (!instrument.warmUpDays().isEmpty()) {
      UtcDays days =
          new UtcDays(
              LocalDate.parse(instrument.warmUpDays().get(0)),
              LocalDate.parse(last(instrument.warmUpDays())));
      long from = Math.max(first, days.start().toEpochMilli());
      if (from < days.end().toEpochMilli()) {
        markers.add(marker(from, days.end().toEpochMilli(), "Warm-up: the book is still filling"));
      }
    }
    return markers;
  }

  private static IntervalMarker marker(long fromMillis, long toMillis, String label) {
    IntervalMarker marker = new IntervalMarker(fromMillis, toMillis);
    marker.setPaint(new Color(160, 168, 184, 50));
    marker.setLabel(label);
    marker.setLabelFont(TEXT);
    marker.setLabelPaint(Color.WHITE);
    marker.setLabelBackgroundColor(new Color(0, 0, 0, 0));
    marker.setLabelAnchor(RectangleAnchor.TOP_LEFT);
    marker.setLabelTextAnchor(TextAnchor.TOP_LEFT);
    return marker;
  }

  private static PaintScaleLegend colourLegend(Scale scale) {
    double low = Math.log10(scale.lowUsd());
    double high = Math.log10(scale.highUsd());
    LookupPaintScale paint = new LookupPaintScale(scale.lowUsd(), scale.highUsd(), Palette.at(1));
    for (int i = 0; i < 200; i++) {
      paint.add(Math.pow(10, low + (high - low) * i / 200), Palette.at(i / 200.0));
    }
    LogAxis axis = new LogAxis("Expected forced notional of a cell, USD (log scale)");
    axis.setNumberFormatOverride(new UsdFormat());
    axis.setRange(scale.lowUsd(), scale.highUsd());
    axis.setTickUnit(new NumberTickUnit(1));
    axis.setTickLabelFont(TEXT);
    axis.setLabelFont(TEXT);
    PaintScaleLegend legend = new PaintScaleLegend(paint, axis);
    legend.setSubdivisionCount(20_000); // even in USD: enough for the low end of a log scale
    legend.setPosition(RectangleEdge.RIGHT);
    legend.setAxisLocation(AxisLocation.BOTTOM_OR_RIGHT);
    legend.setStripWidth(18);
    legend.setStripOutlineVisible(false);
    legend.setMargin(40, 12, 60, 4);
    return legend;
  }

  /** Writes amounts as the page does. */
  private static final class UsdFormat extends NumberFormat {
    private static final long serialVersionUID = 1L;

    @Override
    public StringBuffer format(double usd, StringBuffer to, FieldPosition position) {
      return to.append(UsdCode.text(usd).replaceFirst("\\.0+(?=[kMBT]?$)", ""));
    }

    @Override
    public StringBuffer format(long usd, StringBuffer to, FieldPosition position) {
      return format((double) usd, to, position);
    }

    @Override
    public Number parse(String source, ParsePosition position) {
      throw new UnsupportedOperationException("Amounts are written only");
    }
  }
}
