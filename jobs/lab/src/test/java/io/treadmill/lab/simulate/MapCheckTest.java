package io.treadmill.lab.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MapCheckTest {
  @Test
  void theFirstModelKnowsMoreOfTheTrueBookThanTheHobbyMap() {
    List<String> lines = new ArrayList<>();
    MapCheck.Correlation row = MapCheck.print(World.base(), List.of(1L), 8, lines::add).get(0);
    assertThat(row.book()).isGreaterThan(0.3).isGreaterThan(row.hobby() + 0.2);
    assertThat(lines).hasSize(3);
  }
}
