package io.treadmill.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.treadmill.market.FeedRestoration.Learner;
import io.treadmill.market.FeedRestoration.Print;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FeedRestorationTest {
  private static final long SECOND = 1_000_000;

  /** Prints of equal size: each of the first seconds of a minute has so many. */
  private static List<Print> minute(int seconds, int printsASecond, double usd) {
    List<Print> prints = new ArrayList<>();
    for (int second = 0; second < seconds; second++) {
      for (int i = 0; i < printsASecond; i++) {
        prints.add(new Print(second * SECOND + i, usd));
      }
    }
    return prints;
  }

  @Test
  void showsTheLatestPrintOfEachSecond() {
    List<Print> all =
        List.of(new Print(5, 1), new Print(999_999, 2), new Print(SECOND, 3), new Print(7, 4));
    assertThat(FeedRestoration.shown(all))
        .containsExactly(new Print(999_999, 2), new Print(SECOND, 3));
  }

  @Test
  void findsThePlantedShareWhereThereIsMuchToLearnFrom() {
    Learner learner = new Learner();
    // Ten busy seconds with four equal prints each: one in four is shown.
    learner.add(minute(10, 4, 1e9));
    // A quiet second with one print: all is shown.
    learner.add(List.of(new Print(0, 1e10)));
    FeedRestoration restoration = learner.result("test");
    assertThat(restoration.factor(10, 10)).isCloseTo(4, within(0.02));
    assertThat(restoration.factor(1, 1)).isEqualTo(1);
  }

  @Test
  void restoresNothingThatWasNotLearned() {
    FeedRestoration restoration = new Learner().result("test");
    for (int ten = 1; ten <= 10; ten++) {
      assertThat(restoration.factor(ten, 60)).isEqualTo(1);
    }
  }

  @Test
  void aFactorOfLittleNotionalLeansOnThatOfASecondLess() {
    Learner learner = new Learner();
    learner.add(minute(3, 2, 1e10));
    double known = learner.result("test").factor(3, 3);
    assertThat(known).isCloseTo(2, within(0.01));
    assertThat(learner.result("test").factor(4, 4)).isCloseTo(known, within(0.01));
  }

  @Property(tries = 50)
  void whatIsLearnedDoesNotDependOnTheOrderAndRestoresTheTotalOfTheSameFeed(
      @ForAll @IntRange(max = 1_000_000) int seed) {
    Random random = new Random(seed);
    List<Print> prints = new ArrayList<>();
    long at = 0;
    for (int i = 0; i < 500; i++) {
      at += (long) (SECOND * random.nextDouble() * (random.nextInt(20) == 0 ? 100 : 1)) + 1;
      prints.add(new Print(at, 1e9 * (1 + random.nextDouble())));
    }
    Learner learner = new Learner();
    learner.add(prints);
    List<Print> shuffled = new ArrayList<>(prints);
    Collections.shuffle(shuffled, random);
    Learner other = new Learner();
    other.add(shuffled);
    FeedRestoration restoration = learner.result("test");
    List<Print> shown = FeedRestoration.shown(prints);
    double[] factors = restoration.factors(shown);
    double restored = 0;
    for (int i = 0; i < factors.length; i++) {
      restored += factors[i] * shown.get(i).usd();
      assertThat(other.result("test").factors(shown)[i]).isCloseTo(factors[i], within(1e-9));
    }
    double total = prints.stream().mapToDouble(Print::usd).sum();
    assertThat(restored / total).isBetween(0.97, 1.001);
  }

  @Test
  void rejectsFactorsBelowOneAndTablesOfAnotherShape() {
    assertThatThrownBy(() -> new FeedRestoration("test", List.of(List.of(1.0))))
        .hasMessageContaining("must be 10 rows of 7");
    List<List<Double>> low = Collections.nCopies(10, Collections.nCopies(7, 0.5));
    assertThatThrownBy(() -> new FeedRestoration("test", low))
        .hasMessageContaining("must be at least 1");
    FeedRestoration none = new Learner().result("test");
    assertThatThrownBy(() -> none.factor(11, 11)).hasMessageContaining("1 to 10");
    assertThatThrownBy(() -> none.factor(3, 2)).hasMessageContaining("no fewer in the minute");
  }
}
