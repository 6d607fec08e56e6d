package io.treadmill.jobs.report;

import io.treadmill.jobs.report.ReportData.Scale;
import io.treadmill.market.BarClock;
import io.treadmill.market.PriceGrid;
import io.treadmill.market.UtcDays;
import java.awt.image.BufferedImage;
import java.util.List;

/**
 * Draws maps on a grid of pixels that is even in time and in price. A pixel shows the largest cell
 * (long or short) that it covers, so that no hot cell is lost when many share a pixel.
 */
final class HeatImage {
  private static final double STALE_MINUTES = 60;

  private HeatImage() {}

  /**
   * Returns the largest code under each pixel, row 0 at the top, at {@code y * width + x}.
   *
   * @param lowPrice price at the bottom edge, quote units
   * @param highPrice price at the top edge, quote units
   */
  static char[] codes(
      List<MapDay> maps, UtcDays days, double lowPrice, double highPrice, int width, int height) {
    char[] pixels = new char[width * height];
    for (MapDay map : maps) {
      int[][] rows = rowsOfPixels(map, lowPrice, highPrice, height);
      long dayIndex = map.day().toEpochDay() - days.from().toEpochDay();
      for (int column = 0; column < map.minutes().length; column++) {
        double start = dayIndex * (double) BarClock.MINUTES_OF_A_DAY + map.minutes()[column];
        double end = dayIndex * (double) BarClock.MINUTES_OF_A_DAY + end(map.minutes(), column);
        int x0 = (int) (start / (days.count() * (double) BarClock.MINUTES_OF_A_DAY) * width);
        int x1 = (int) Math.ceil(end / (days.count() * (double) BarClock.MINUTES_OF_A_DAY) * width);
        for (int y = 0; y < height; y++) {
          char code = largest(map, column, rows[y]);
          for (int x = x0; code > UsdCode.NONE && x < Math.min(width, Math.max(x1, x0 + 1)); x++) {
            int pixel = y * width + x;
            pixels[pixel] = code > pixels[pixel] ? code : pixels[pixel];
          }
        }
      }
    }
    return pixels;
  }

  /** Returns the picture of codes, clear where there is none. */
  static BufferedImage image(char[] codes, int width, int height, Scale scale) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    double low = Math.log10(scale.lowUsd());
    double decades = Math.log10(scale.highUsd()) - low;
    int[] colours = new int[1 << 16];
    for (int pixel = 0; pixel < codes.length; pixel++) {
      char code = codes[pixel];
      if (code > UsdCode.TINY && colours[code] == 0) {
        double place = (Math.log10(UsdCode.usd(code)) - low) / decades;
        colours[code] = Palette.at(place).getRGB();
      }
      image.setRGB(pixel % width, pixel / width, colours[code]);
    }
    return image;
  }

  /** A column lasts until the next one, the last as long as the one before, at most an hour. */
  private static double end(int[] minutes, int column) {
    int next = Math.min(column + 1, minutes.length - 1);
    double length = next == 0 ? 15 : minutes[next] - minutes[next - 1];
    return minutes[column] + Math.min(length, STALE_MINUTES);
  }

  private static int[][] rowsOfPixels(MapDay map, double low, double high, int height) {
    int[][] rows = new int[height][];
    double pixel = (high - low) / height;
    for (int y = 0; y < height; y++) {
      double top = high - y * pixel;
      int first = map.rowOf(PriceGrid.bucket(top - pixel * 0.999));
      int last = map.rowOf(PriceGrid.bucket(top));
      rows[y] = new int[] {Math.min(first, last), last};
    }
    return rows;
  }

  private static char largest(MapDay map, int column, int[] rows) {
    char largest = UsdCode.NONE;
    for (int row = rows[0]; row <= rows[1]; row++) {
      char code = map.larger(column, row);
      largest = code > largest ? code : largest;
    }
    return largest;
  }
}
