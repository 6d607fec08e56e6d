package io.treadmill.book.position;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.treadmill.market.Side;
import org.junit.jupiter.api.Test;

class BookBalanceTest {
  @Test
  void whatDoesNotAddUpIsRelativeToTheMassThatWasThereAndCame() {
    // 100 + 50 - 10 - 5 - 1 = 134, but 130 are left.
    BookBalance balance = new BookBalance(Side.LONG, 100, 50, 10, 5, 1, 130, 20);
    assertThat(balance.change()).isEqualTo(30);
    assertThat(balance.relativeError()).isCloseTo(4 / 150.0, within(1e-15));
    assertThat(balance.residual()).isEqualTo(5);
  }

  @Test
  void withoutMassTheErrorIsNotDivided() {
    assertThat(new BookBalance(Side.LONG, 0, 0, 0, 3, 0, 0, 0).relativeError()).isEqualTo(3);
  }
}
