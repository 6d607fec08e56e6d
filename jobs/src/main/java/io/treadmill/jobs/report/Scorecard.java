package io.treadmill.jobs.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.treadmill.book.models.Models;
import io.treadmill.book.score.Score;
import io.treadmill.market.FeedRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How good the map was over the 30 days to a day, as the page shows it.
 *
 * @param day last day of the window, ISO 8601; empty if there is no score
 * @param skills skill of the map against each baseline and horizon
 * @param deciles predicted and realised by tenth of the hourly prediction
 * @param sentences the same in plain words, the headline first
 * @param weeks the comparisons that matter at the end of each week, the oldest first
 */
public record Scorecard(
    String day,
    List<Skill> skills,
    List<Decile> deciles,
    List<String> sentences,
    List<Week> weeks) {
  public static final Scorecard NONE =
      new Scorecard("", List.of(), List.of(), List.of(), List.of());

  private static final String HEADLINE = "path_1h";

  /**
   * One skill: 1 - deviance / deviance of the baseline.
   *
   * @param skill null if there is none
   * @param low low end of the 95 % interval; null if there is none, as high
   * @param days days with a realised total
   */
  public record Skill(
      String horizon,
      String baseline,
      Double skill,
      Double low,
      Double high,
      Double ratio,
      Double spearman,
      long n,
      int days,
      String reason) {
    /** Leaves out an interval of few days, which older versions stored. */
    public Skill {
      if (days < Score.LEAST_DAYS) {
        low = null;
        high = null;
      }
    }

    /** Returns what the interval says. */
    @JsonProperty
    Verdict verdict() {
      return skill == null || low == null || high == null
          ? Verdict.NONE
          : low > 0 ? Verdict.BEAT : high < 0 ? Verdict.LOST : Verdict.UNCLEAR;
    }
  }

  /**
   * Skills over the 30 days to a day.
   *
   * @param week ISO week, as 2026-W05
   * @param day last scored day of the week, ISO 8601
   */
  public record Week(String week, String day, List<Skill> skills) {
    public Week {
      skills = List.copyOf(skills);
    }

    /** Returns one comparison. */
    Optional<Skill> skill(Comparison of) {
      return skills.stream()
          .filter(
              skill ->
                  skill.horizon().equals(of.horizon()) && skill.baseline().equals(of.baseline()))
          .findFirst();
    }
  }

  /**
   * A comparison that is followed from week to week.
   *
   * @param title what is compared with what
   */
  record Comparison(String horizon, String baseline, String title) {}

  /** The comparisons that are followed, the headline first. */
  static final List<Comparison> BY_WEEK =
      List.of(
          new Comparison(
              HEADLINE,
              Models.FINE_FRESHNESS,
              "Hour by hour given the path, against fine_freshness"),
          new Comparison(
              HEADLINE, Models.PATH_ONLY, "Hour by hour given the path, against path_only"),
          new Comparison(
              "map_1h",
              Models.FINE_FRESHNESS_FAR,
              "Standing map, 1 h ahead, against fine_freshness_far"),
          new Comparison(
              "map_4h",
              Models.FINE_FRESHNESS_FAR,
              "Standing map, 4 h ahead, against fine_freshness_far"),
          new Comparison(
              "map_24h",
              Models.FINE_FRESHNESS_FAR,
              "Standing map, 24 h ahead, against fine_freshness_far"));

  static boolean isShownByWeek(String horizon, String baseline) {
    return BY_WEEK.stream()
        .anyMatch(one -> one.horizon().equals(horizon) && one.baseline().equals(baseline));
  }

  /** What the interval of a skill says; none where there is no interval. */
  enum Verdict {
    BEAT("beat"),
    LOST("lost to"),
    UNCLEAR("cannot be told from"),
    NONE("has no verdict yet against");

    private final String words;

    Verdict(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  /** Returns what a baseline is, with its name, for a reader who knows neither. */
  static String rule(String baseline) {
    String what =
        switch (baseline) {
          case Models.FINE_FRESHNESS -> "the rule of how long ago price was there";
          case Models.FINE_FRESHNESS_FAR -> "the same rule on both sides of price";
          case Models.PATH_ONLY -> "the book without volume and open interest";
          default -> "the model";
        };
    return "%s (%s)".formatted(what, baseline);
  }

  /** Returns the skill hour by hour against a baseline. */
  Optional<Skill> headline(String baseline) {
    return skills.stream()
        .filter(skill -> skill.horizon().equals(HEADLINE) && skill.baseline().equals(baseline))
        .findFirst();
  }

  /**
   * One tenth of the rows.
   *
   * @param lowUsd mean low end; null if there is no band
   */
  public record Decile(double predictedUsd, Double lowUsd, Double highUsd, double realisedUsd) {}

  public Scorecard {
    skills = List.copyOf(skills);
    deciles = List.copyOf(deciles);
    sentences = List.copyOf(sentences);
    weeks = List.copyOf(weeks);
  }

  /** Returns the scorecard of scores, with its sentences. */
  static Scorecard of(
      String day, List<Skill> skills, List<Decile> deciles, String printScope, String origin) {
    List<String> sentences = new ArrayList<>();
    for (Skill skill : skills) {
      if (skill.horizon().equals(HEADLINE) && isHeadline(skill.baseline())) {
        sentences.add(sentence("Hour by hour, given the price path, the book", skill));
      }
    }
    for (String hours : List.of("1h", "4h", "24h")) {
      for (Skill skill : skills) {
        if (skill.horizon().equals("map_" + hours)
            && skill.baseline().equals(Models.FINE_FRESHNESS_FAR)) {
          String ahead = hours.replace("h", " h");
          sentences.add(sentence("The standing map, " + ahead + " ahead,", skill));
        }
      }
    }
    skills.stream()
        .filter(skill -> skill.horizon().equals(HEADLINE) && skill.ratio() != null)
        .findFirst()
        .ifPresent(
            skill ->
                sentences.add(
                    text(
                        "Level: it predicted %.2f times what was realised; rank correlation of"
                            + " hours %s.",
                        skill.ratio(),
                        skill.spearman() == null ? "unknown" : text("%.2f", skill.spearman()))));
    sentences.add(scopeSentence(printScope));
    if (origin.startsWith("pooled")) {
      sentences.add("This symbol has too few totals of its own: its law is " + origin + ".");
    } else if (origin.equals("prior")) {
      sentences.add("No law was fitted yet: the map stands on the prior law and has no bands.");
    }
    return new Scorecard(day, skills, deciles, sentences, List.of());
  }

  Scorecard with(String sentence) {
    List<String> all = new ArrayList<>(sentences);
    all.add(sentence);
    return new Scorecard(day, skills, deciles, all, weeks);
  }

  /** Returns the same with its history. */
  Scorecard with(List<Week> history) {
    return new Scorecard(day, skills, deciles, sentences, history);
  }

  private static boolean isHeadline(String baseline) {
    return baseline.equals(Models.FINE_FRESHNESS) || baseline.equals(Models.PATH_ONLY);
  }

  private static String sentence(String who, Skill skill) {
    if (skill.skill() == null) {
      return who + " has no score against " + skill.baseline() + ": " + skill.reason() + ".";
    }
    if (skill.low() == null || skill.high() == null) {
      return text(
          "%s against %s: skill %+.2f over %d %s, no verdict%s.",
          who,
          skill.baseline(),
          skill.skill(),
          skill.days(),
          skill.days() == 1 ? "day" : "days",
          skill.days() < Score.LEAST_DAYS ? ": %d are needed".formatted(Score.LEAST_DAYS) : "");
    }
    String numbers =
        text(
            "skill %+.2f, 95 %% interval %+.2f to %+.2f, %d days",
            skill.skill(), skill.low(), skill.high(), skill.days());
    return "%s %s %s (%s)%s"
        .formatted(
            who,
            skill.verdict().words(),
            skill.baseline(),
            numbers,
            skill.verdict() == Verdict.LOST ? ": do not use it for this." : ".");
  }

  private static String scopeSentence(String printScope) {
    if (printScope.contains("throttled")) {
      return "Levels are a floor: the feed ("
          + printScope
          + ") leaves out prints, and the map is fitted to what it shows.";
    }
    if (printScope.equals(FeedRule.FULL.text())) {
      return "Realised totals are whole: the feed tells every forced order.";
    }
    return printScope.startsWith("aggregate")
        ? "Levels are as reported ("
            + printScope
            + "): feeds of some venues are throttled, so they are a floor."
        : "Realised totals: " + printScope + ".";
  }

  /** Returns a text with numbers as in English. */
  static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
