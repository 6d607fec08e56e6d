package io.treadmill.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.TreeSet;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;

class SelectionTest {
  private static final Selection BITCOIN = of("binance", "BTCUSDT");
  private static final Selection TWO = of("binance", "BTCUSDT", "ETHUSDT");
  private static final Selection ETHER = of(null, "ETHUSDT");

  @Test
  void theTextOfTheLedgerIsReadBack() {
    for (Selection selection : List.of(Selection.ALL, BITCOIN, TWO, ETHER, of("bybit"))) {
      assertThat(Selection.ofText(selection.toString())).isEqualTo(selection);
    }
    assertThatThrownBy(() -> Selection.ofText("binance")).hasMessage("Invalid selection: binance");
  }

  @Test
  void aSelectionContainsNarrowerOnes() {
    assertThat(Selection.ALL.containsAll(TWO)).isTrue();
    assertThat(TWO.containsAll(BITCOIN)).isTrue();
    assertThat(BITCOIN.containsAll(TWO)).isFalse();
    assertThat(TWO.containsAll(ETHER)).as("ether of every venue").isFalse();
    assertThat(BITCOIN.containsAll(of("binance"))).isFalse();
  }

  @Test
  void selectionsOverlapIfAnInstrumentCanBeInBoth() {
    assertThat(TWO.overlaps(ETHER)).isTrue();
    assertThat(BITCOIN.overlaps(ETHER)).isFalse();
    assertThat(BITCOIN.overlaps(of("bybit"))).isFalse();
    assertThat(Selection.ALL.overlaps(BITCOIN)).isTrue();
  }

  @Test
  void aRowOverAllProductsIsOneOfItsVenueAndSymbol() {
    String[] row = new String[LakeTables.CIRCUIT_BREAKER.columns().size()];
    row[0] = "binance";
    row[1] = "all";
    row[LakeTables.CIRCUIT_BREAKER.place("symbol")] = "BTCUSDT";
    Row pooled = RowFactory.create((Object[]) row);
    assertThat(Selection.ALL.rows(LakeTables.CIRCUIT_BREAKER).test(pooled)).isTrue();
    assertThat(BITCOIN.rows(LakeTables.CIRCUIT_BREAKER).test(pooled)).isTrue();
    assertThat(ETHER.rows(LakeTables.CIRCUIT_BREAKER).test(pooled)).isFalse();
    assertThat(of("bybit").rows(LakeTables.CIRCUIT_BREAKER).test(pooled)).isFalse();
  }

  private static Selection of(String venue, String... symbols) {
    return new Selection(venue, new TreeSet<>(List.of(symbols)));
  }
}
