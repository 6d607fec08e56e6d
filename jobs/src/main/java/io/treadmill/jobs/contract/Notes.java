package io.treadmill.jobs.contract;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Facts the user should know, one line each. What is true of many instruments alike is one line
 * that names the first of them, so that a night of hundreds does not hide what is special.
 */
public final class Notes {
  /** Most subjects that a line names. */
  static final int MOST_NAMES = 3;

  private final Map<String, Fact> facts = new LinkedHashMap<>();

  private record Fact(UnaryOperator<String> sentence, List<String> subjects) {
    String line() {
      int more = subjects.size() - MOST_NAMES;
      String names = String.join(", ", subjects.subList(0, Math.min(MOST_NAMES, subjects.size())));
      return sentence.apply(more > 0 ? "%s and %,d more".formatted(names, more) : names);
    }
  }

  /**
   * Adds a fact.
   *
   * @param subject whom it is about
   * @param sentence what to say of one or several subjects
   */
  public void add(String subject, UnaryOperator<String> sentence) {
    facts
        .computeIfAbsent(sentence.apply(""), key -> new Fact(sentence, new ArrayList<>()))
        .subjects
        .add(subject);
  }

  /** Returns the lines, in the order in which the first subject of each came. */
  public List<String> lines() {
    return facts.values().stream().map(Fact::line).toList();
  }
}
