package io.treadmill.jobs.report;

import io.treadmill.jobs.report.ReportData.Marks;
import io.treadmill.market.UtcDays;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/**
 * Forced orders of a picture: triangles whose area is their notional, the largest at each place.
 */
final class MarkLayer {
  private static final String[] NAMES = {"Longs forced (sold)", "Shorts forced (bought)"};
  private static final Color[] COLOURS = {new Color(0x22d3ee), new Color(0xa3e635)};
  private static final int PLACES_ACROSS = 100;
  private static final int PLACES_UP = 50;

  private final List<List<Double>> sizes = List.of(new ArrayList<>(), new ArrayList<>());
  private final XYSeriesCollection dataset = new XYSeriesCollection();
  private final XYLineAndShapeRenderer renderer = new Triangles();

  /**
   * Chooses from large to small, one mark of a side for each place of the picture.
   *
   * @param marks the marks; may be null
   * @param prices lowest and highest price of the picture
   */
  MarkLayer(UtcDays days, Marks marks, double[] prices) {
    List<XYSeries> series = List.of(new XYSeries(NAMES[0], false), new XYSeries(NAMES[1], false));
    Set<List<Integer>> taken = new HashSet<>();
    double largest = marks == null ? 0 : Arrays.stream(marks.usd()).max().orElse(0);
    for (int i : bySize(marks)) {
      double minute = marks.minute()[i] + marks.lengthMinutes()[i] / 2.0;
      double price = marks.price()[i];
      int side = marks.isShort()[i];
      int across = (int) (minute / (days.count() * 1440.0) * PLACES_ACROSS);
      int up = (int) ((price - prices[0]) / (prices[1] - prices[0]) * PLACES_UP);
      if (taken.add(List.of(across, up, side))) {
        series.get(side).add(days.start().toEpochMilli() + minute * 60_000, price);
        sizes.get(side).add(Math.max(2.5, 13 * Math.sqrt(marks.usd()[i] / largest)));
      }
    }
    series.forEach(dataset::addSeries);
  }

  private static int[] bySize(Marks marks) {
    return marks == null
        ? new int[0]
        : IntStream.range(0, marks.usd().length)
            .filter(i -> marks.price()[i] != null)
            .boxed()
            .sorted((a, b) -> Double.compare(marks.usd()[b], marks.usd()[a]))
            .mapToInt(Integer::intValue)
            .toArray();
  }

  XYSeriesCollection dataset() {
    return dataset;
  }

  XYLineAndShapeRenderer renderer() {
    return renderer;
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

  private final class Triangles extends XYLineAndShapeRenderer {
    private static final long serialVersionUID = 1L;

    Triangles() {
      super(false, true);
      for (int side = 0; side < 2; side++) {
        setSeriesPaint(side, COLOURS[side]);
        setSeriesShape(side, triangle(side, 8));
        setSeriesOutlinePaint(side, Color.BLACK);
      }
      setDrawOutlines(true);
      setUseOutlinePaint(true);
      setDefaultOutlineStroke(new BasicStroke(0.8f));
    }

    @Override
    public Shape getItemShape(int side, int item) {
      return triangle(side, sizes.get(side).get(item));
    }
  }
}
