package io.treadmill.lab.simulate;

import io.treadmill.market.Side;
import java.util.Arrays;

/**
 * The standing positions, one slot each, and the queues of what a price or a moment does to them.
 * Moving the price costs only the positions that it crosses.
 */
final class Positions {
  /** What happens when the price turns against a position. */
  enum Adverse {
    STOP_LOSS,
    TOP_UP,
    LIQUIDATION
  }

  /** A top-up happens when this part of the way from entry to liquidation is lost. */
  private static final double TOP_UP_POINT = 0.6;

  private final SimulatedSymbol symbol;
  private final MarginBrackets brackets;

  private byte[] sign = new byte[1024];
  private long[] lots = new long[1024];
  private double[] entry = new double[1024];
  private double[] wallet = new double[1024];
  private double[] topUpUsd = new double[1024];
  private double[] stopLoss = new double[1024];
  private double[] liquidation = new double[1024];
  private Adverse[] adverse = new Adverse[1024];
  private int[] serial = new int[1024];
  private int[] adverseSerial = new int[1024];
  private int[] freeSlots = new int[1024];
  private int freeCount;
  private int used;
  private int standing;
  private int lastSerial;
  private final long[] standingLots = new long[2];

  private final PriceHeap falling = new PriceHeap();
  private final PriceHeap rising = new PriceHeap();
  private final PriceHeap expiry = new PriceHeap();

  Positions(SimulatedSymbol symbol) {
    this.symbol = symbol;
    this.brackets = MarginBrackets.ofAsset(symbol.asset());
  }

  MarginBrackets brackets() {
    return brackets;
  }

  /** Prices that end a position by its own will; 0 where there is none. */
  record Exits(double stopFraction, double takeProfitPrice, long expiryStep, double topUpUsd) {}

  /**
   * Opens a position.
   *
   * @param sign +1 long, -1 short
   * @param amountLots size in lots, &gt; 0
   * @param entryPrice entry
   * @param margin margin in quote units
   * @param exits exits; the stop lies at that fraction of the way from entry to liquidation
   */
  void open(int sign, long amountLots, double entryPrice, double margin, Exits exits) {
    int slot = freeCount > 0 ? freeSlots[--freeCount] : newSlot();
    this.sign[slot] = (byte) sign;
    lots[slot] = amountLots;
    entry[slot] = entryPrice;
    wallet[slot] = margin;
    topUpUsd[slot] = exits.topUpUsd;
    serial[slot] = ++lastSerial;
    double amount = symbol.amount(amountLots);
    double liquidationPrice = brackets.liquidationPrice(sign, amount, entryPrice, margin);
    liquidation[slot] = liquidationPrice;
    stopLoss[slot] =
        exits.stopFraction > 0
            ? entryPrice + exits.stopFraction * (liquidationPrice - entryPrice)
            : 0;
    standing++;
    standingLots[sideIndex(sign)] += amountLots;
    watch(slot);
    if (exits.takeProfitPrice > 0) {
      (sign > 0 ? rising : falling)
          .add(sign > 0 ? exits.takeProfitPrice : -exits.takeProfitPrice, slot, serial[slot]);
    }
    expiry.add(exits.expiryStep, slot, serial[slot]);
    sweepStaleEntries();
  }

  /** Queues the nearest adverse price of a position. */
  private void watch(int slot) {
    double price = liquidation[slot];
    Adverse kind = Adverse.LIQUIDATION;
    if (topUpUsd[slot] > 0) {
      price = entry[slot] + TOP_UP_POINT * (liquidation[slot] - entry[slot]);
      kind = Adverse.TOP_UP;
    }
    boolean stopIsNearer = sign[slot] * (stopLoss[slot] - price) >= 0;
    if (stopLoss[slot] > 0 && stopIsNearer) {
      price = stopLoss[slot];
      kind = Adverse.STOP_LOSS;
    }
    adverse[slot] = kind;
    adverseSerial[slot] = ++lastSerial;
    if (price > 0) {
      (sign[slot] > 0 ? falling : rising)
          .add(sign[slot] > 0 ? -price : price, slot, adverseSerial[slot]);
    }
  }

  /** Adds the planned margin; the stop stays, the liquidation price moves away. */
  void topUp(int slot) {
    wallet[slot] += topUpUsd[slot];
    topUpUsd[slot] = 0;
    reprice(slot);
  }

  private void reprice(int slot) {
    liquidation[slot] =
        brackets.liquidationPrice(sign[slot], symbol.amount(lots[slot]), entry[slot], wallet[slot]);
    watch(slot);
  }

  void close(int slot) {
    standing--;
    standingLots[sideIndex(sign[slot])] -= lots[slot];
    serial[slot] = 0;
    adverseSerial[slot] = 0;
    lots[slot] = 0;
    if (freeCount == freeSlots.length) {
      freeSlots = Arrays.copyOf(freeSlots, 2 * freeCount);
    }
    freeSlots[freeCount++] = slot;
  }

  /** Pays a funding rate: longs to shorts if it is positive. Liquidation prices follow. */
  void payFunding(double rate, double markPrice) {
    for (int slot = 0; slot < used; slot++) {
      if (lots[slot] > 0) {
        wallet[slot] -= sign[slot] * rate * symbol.amount(lots[slot]) * markPrice;
        reprice(slot);
      }
    }
    sweepStaleEntries();
  }

  /** Returns the next slot crossed by a fall to {@code price} or by a rise to it, or -1. */
  int nextCrossed(boolean falls, double price) {
    PriceHeap heap = falls ? falling : rising;
    double key = falls ? -price : price;
    while (!heap.isEmpty() && heap.topKey() <= key) {
      int slot = heap.topSlot();
      int entrySerial = heap.topSerial();
      crossedPrice = Math.abs(heap.topKey());
      heap.removeTop();
      if (entrySerial == adverseSerial[slot]) {
        crossedAdverse = true;
        return slot;
      }
      if (entrySerial == serial[slot]) {
        crossedAdverse = false;
        return slot;
      }
    }
    return -1;
  }

  private double crossedPrice;
  private boolean crossedAdverse;

  /** Returns the trigger price of the slot that {@link #nextCrossed} gave. */
  double crossedPrice() {
    return crossedPrice;
  }

  /** Returns true if that trigger was against the position, false for its take-profit. */
  boolean crossedAdverse() {
    return crossedAdverse;
  }

  /** Returns the next slot whose time is over at the step, or -1. */
  int nextExpired(long step) {
    while (!expiry.isEmpty() && expiry.topKey() <= step) {
      int slot = expiry.topSlot();
      int entrySerial = expiry.topSerial();
      expiry.removeTop();
      if (entrySerial == serial[slot]) {
        return slot;
      }
    }
    return -1;
  }

  Adverse adverse(int slot) {
    return adverse[slot];
  }

  int sign(int slot) {
    return sign[slot];
  }

  long lots(int slot) {
    return lots[slot];
  }

  double entry(int slot) {
    return entry[slot];
  }

  double liquidationPrice(int slot) {
    return liquidation[slot];
  }

  /** Returns the price at which the margin of the position is gone. */
  double bankruptcyPrice(int slot) {
    return entry[slot] - sign[slot] * wallet[slot] / symbol.amount(lots[slot]);
  }

  /** Returns the slots that may hold a position: [0, limit); empty ones have no lots. */
  int slotLimit() {
    return used;
  }

  int count() {
    return standing;
  }

  long lots(Side side) {
    return standingLots[sideIndex(side.sign())];
  }

  private static int sideIndex(int sign) {
    return sign > 0 ? 0 : 1;
  }

  private void sweepStaleEntries() {
    int limit = 8 * standing + 4096;
    if (falling.size() > limit) {
      falling.retain(this::stands);
    }
    if (rising.size() > limit) {
      rising.retain(this::stands);
    }
    if (expiry.size() > limit) {
      expiry.retain(this::stands);
    }
  }

  private boolean stands(int slot, int entrySerial) {
    return entrySerial == serial[slot] || entrySerial == adverseSerial[slot];
  }

  private int newSlot() {
    if (used == lots.length) {
      int more = 2 * used;
      sign = Arrays.copyOf(sign, more);
      lots = Arrays.copyOf(lots, more);
      entry = Arrays.copyOf(entry, more);
      wallet = Arrays.copyOf(wallet, more);
      topUpUsd = Arrays.copyOf(topUpUsd, more);
      stopLoss = Arrays.copyOf(stopLoss, more);
      liquidation = Arrays.copyOf(liquidation, more);
      adverse = Arrays.copyOf(adverse, more);
      serial = Arrays.copyOf(serial, more);
      adverseSerial = Arrays.copyOf(adverseSerial, more);
    }
    return used++;
  }
}
