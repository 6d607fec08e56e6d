package io.treadmill.jobs.report;

import io.treadmill.jobs.report.ReportData.Bars;
import io.treadmill.jobs.report.ReportData.InstrumentData;
import io.treadmill.jobs.report.ReportData.Marks;
import io.treadmill.jobs.report.ReportData.Scale;
import io.treadmill.market.PriceGrid;
import io.treadmill.market.UtcDays;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Shape;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.FieldPosition;
import java.text.NumberFormat;
import java.text.ParsePosition;
import java.util.Arrays;
import java.util.Date;
import java.util.Locale;
import java.util.TimeZone;
import javax.imageio.ImageIO;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.annotations.XYDataImageAnnotation;
import org.jfree.chart.axis.AxisLocation;
import org.jfree.chart.axis.DateAxis;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.LookupPaintScale;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.title.PaintScaleLegend;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.ui.HorizontalAlignment;
import org.jfree.chart.ui.Layer;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
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
  private static final Color LONG = new Color(0x22d3ee);
  private static final Color SHORT = new Color(0xa3e635);
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
    chart.getLegend().setBackgroundPaint(new Color(0xe5e7eb));
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
    return instrument.symbol()
        + " on "
        + instrument.venue()
        + " ("
        + instrument.product().replace('_', ' ')
        + "), "
        + data.days()
        + " UTC";
  }

  private static TextTitle subtitle(ReportData data, InstrumentData instrument) {
    String run = data.runs().isEmpty() ? "not in the ledger" : data.runs().get(0).runId();
    String text =
        instrument.maps().isEmpty()
            ? "No map: " + instrument.missing().get("map") + "."
            : "Expected forced notional of each price bucket alone, if price gets there; good for"
                + " about the next hour, no forecast of price.\nModel "
                + instrument.model()
                + ", law fitted to: "
                + String.join(", ", instrument.printScopes())
                + ", run "
                + run
                + (instrument.warmUpDays().isEmpty()
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

  private static String last(java.util.List<String> texts) {
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
    XYSeriesCollection series = new XYSeriesCollection();
    series.addSeries(priceSeries(start, instrument.series().bars()));
    series.addSeries(markSeries("Forced longs (sold)", 0, start, instrument.series().marks()));
    series.addSeries(markSeries("Forced shorts (bought)", 1, start, instrument.series().marks()));
    MarkRenderer renderer = new MarkRenderer(instrument.series().marks());
    XYPlot plot = new XYPlot(series, time, price, renderer);
    plot.setBackgroundPaint(new Color(0x0b0d14));
    plot.setDomainGridlinePaint(new Color(255, 255, 255, 40));
    plot.setRangeGridlinePaint(new Color(255, 255, 255, 40));
    char[] codes =
        HeatImage.codes(instrument.maps(), days, prices[0], prices[1], MAP_WIDTH, MAP_HEIGHT);
    renderer.addAnnotation(
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

  private static XYSeries priceSeries(long start, Bars bars) {
    XYSeries series = new XYSeries("Price (close of 5 minutes)");
    for (int i = 0; bars != null && i < bars.minute().length; i++) {
      series.add(start + (bars.minute()[i] + 5) * 60_000.0, bars.close()[i]);
    }
    return series;
  }

  private static XYSeries markSeries(String name, int isShort, long start, Marks marks) {
    XYSeries series = new XYSeries(name, false);
    for (int i = 0; marks != null && i < marks.minute().length; i++) {
      if (marks.isShort()[i] == isShort && marks.price()[i] != null) {
        series.add(
            start + (marks.minute()[i] + marks.lengthMinutes()[i] / 2.0) * 60_000.0,
            marks.price()[i].doubleValue());
      }
    }
    return series;
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
    axis.setTickLabelFont(TEXT);
    axis.setLabelFont(TEXT);
    PaintScaleLegend legend = new PaintScaleLegend(paint, axis);
    legend.setSubdivisionCount(200);
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
      return to.append(UsdCode.text(usd).replaceFirst("\\.?0+(?=[kMBT]?$)", ""));
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

  /** Draws the price as a line and forced orders as triangles whose area is their notional. */
  private static final class MarkRenderer extends XYLineAndShapeRenderer {
    private static final long serialVersionUID = 1L;
    private static final double LARGEST = 15;
    private static final double SMALLEST = 2.5;

    private final transient double[][] sizes = new double[2][];

    MarkRenderer(Marks marks) {
      super(true, false);
      setSeriesPaint(0, Color.WHITE);
      setSeriesStroke(0, new BasicStroke(1.8f));
      for (int side = 0; side < 2; side++) {
        sizes[side] = sizes(marks, side);
        setSeriesLinesVisible(side + 1, false);
        setSeriesShapesVisible(side + 1, true);
        setSeriesPaint(side + 1, side == 0 ? LONG : SHORT);
        setSeriesShape(side + 1, triangle(side, 8));
        setSeriesOutlinePaint(side + 1, Color.BLACK);
      }
      setDrawOutlines(true);
      setUseOutlinePaint(true);
      setDefaultOutlineStroke(new BasicStroke(0.8f));
    }

    private static double[] sizes(Marks marks, int side) {
      if (marks == null) {
        return new double[0];
      }
      double largest = Arrays.stream(marks.usd()).max().orElse(1);
      double[] sizes = new double[marks.usd().length];
      int count = 0;
      for (int i = 0; i < sizes.length; i++) {
        if (marks.isShort()[i] == side && marks.price()[i] != null) {
          sizes[count++] = Math.max(SMALLEST, LARGEST * Math.sqrt(marks.usd()[i] / largest));
        }
      }
      return Arrays.copyOf(sizes, count);
    }

    @Override
    public Shape getItemShape(int series, int item) {
      return series == 0
          ? super.getItemShape(series, item)
          : triangle(series - 1, sizes[series - 1][item]);
    }

    /** Points down for forced longs, which are sold, up for forced shorts, which are bought. */
    private static Shape triangle(int side, double size) {
      double tip = side == 0 ? size : -size;
      Path2D path = new Path2D.Double();
      path.moveTo(-size, -tip * 0.8);
      path.lineTo(size, -tip * 0.8);
      path.lineTo(0, tip);
      path.closePath();
      return path;
    }
  }
}
