package io.treadmill.lab.validate;

import io.treadmill.book.models.Models;
import io.treadmill.lab.ladder.Ladder;
import io.treadmill.lab.ladder.Scorecard;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Prints a ladder as text: a row a model, then what the published model is worth in full. */
final class ScoreTable {
  private static final String ROW = "%-24s %9s %6s %6s %20s %20s %7s %6s %6s %5s %13s %13s";

  private ScoreTable() {}

  static void print(Ladder.Result result, Consumer<String> out) {
    out.accept(
        String.format(
            ROW,
            "model",
            "deviance",
            "M0",
            "M0s",
            "fine_freshness",
            "path_only",
            "R2",
            "rank",
            "ratio",
            "hot",
            "R2 long/short",
            "ratio l/s"));
    result.scores().forEach(score -> out.accept(row(score)));
    Scorecard book = result.score(Models.BOOK);
    out.accept("n " + book.n() + "; skill of book, 95 % by day blocks:");
    book.skills().forEach((name, skill) -> out.accept("  over " + name + " " + text(skill)));
    out.accept("reliability of book, predicted -> realised, millions by decile:" + bins(book));
    if (!result.bands().isEmpty()) {
      out.accept(
          String.format(
              Locale.ROOT,
              "80 %% bands of decile totals held %.0f %%",
              100 * result.bandCoverage()));
    }
    Scorecard.Location location = result.location(1);
    out.accept(
        Double.isNaN(location.gain())
            ? "location test: null, n " + location.prints() + " prints with a price"
            : String.format(
                Locale.ROOT,
                "location test: %.4f [%.4f, %.4f] of log-likelihood a print over fine_freshness, n"
                    + " %d",
                location.gain(),
                location.low(),
                location.high(),
                location.prints()));
  }

  private static String row(Scorecard score) {
    List<Scorecard.SideScore> sides = score.sides();
    return String.format(
        ROW,
        score.model(),
        number("%.1f", score.deviance()),
        point(score, "constant"),
        point(score, Models.FRESHNESS),
        text(score.skills().get(Models.FINE_FRESHNESS)),
        text(score.skills().get(Models.PATH_ONLY)),
        number("%.3f", score.r2()),
        number("%.3f", score.spearman()),
        number("%.2f", score.ratio()),
        number("%.2f", score.hotPrecision()),
        number("%.2f", sides.get(0).r2()) + " / " + number("%.2f", sides.get(1).r2()),
        number("%.2f", sides.get(0).ratio()) + " / " + number("%.2f", sides.get(1).ratio()));
  }

  private static String point(Scorecard score, String baseline) {
    Scorecard.Skill skill = score.skills().get(baseline);
    return skill == null ? "-" : number("%.2f", skill.skill());
  }

  static String text(Scorecard.Skill skill) {
    return skill == null
        ? "-"
        : String.format(Locale.ROOT, "%.3f [%.2f, %.2f]", skill.skill(), skill.low(), skill.high());
  }

  private static String number(String format, double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, value);
  }

  private static String bins(Scorecard score) {
    StringBuilder text = new StringBuilder();
    for (Scorecard.Bin bin : score.reliability()) {
      text.append(String.format(Locale.ROOT, " %.3g -> %.3g,", bin.predicted(), bin.realised()));
    }
    return text.substring(0, text.length() - 1);
  }
}
