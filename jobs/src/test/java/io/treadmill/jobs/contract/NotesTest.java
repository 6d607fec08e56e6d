package io.treadmill.jobs.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is true of many instruments is said once. */
class NotesTest {
  @Test
  void likeFactsAreOneLine() {
    Notes notes = new Notes();
    for (int i = 1; i <= 1_003; i++) {
      int missing = i == 2 ? 7 : 0;
      notes.add("S" + i, who -> "%s: %d bars missing".formatted(who, missing));
    }
    notes.add("S9", who -> "no bars of %s".formatted(who));
    notes.add("S8", who -> "no bars of %s".formatted(who));
    assertThat(notes.lines())
        .containsExactly(
            "S1, S3, S4 and 999 more: 0 bars missing", "S2: 7 bars missing", "no bars of S9, S8");
  }

  @Test
  void threeAreNamed() {
    Notes notes = new Notes();
    for (String one : new String[] {"A", "B", "C"}) {
      notes.add(one, who -> "nothing of " + who);
    }
    assertThat(notes.lines()).containsExactly("nothing of A, B, C");
    assertThat(new Notes().lines()).isEmpty();
  }
}
