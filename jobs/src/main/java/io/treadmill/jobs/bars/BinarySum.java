package io.treadmill.jobs.bars;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * An exact sum of doubles, whatever their order: a fixed-point number wide enough for every finite
 * double, kept as chunks of 32 bits in longs that leave room for carries (the small
 * superaccumulator of R. Neal, "Fast exact summation using small and large superaccumulators",
 * 2015).
 */
final class BinarySum {
  /** Additions after which a chunk could overflow. */
  private static final int MAX_ADDITIONS = 1 << 30;

  private static final int CHUNKS = 68;
  private static final int BIAS = 1074;
  private static final long LOW_32 = 0xFFFFFFFFL;

  private final long[] chunks = new long[CHUNKS];
  private int additions;

  /** Adds a finite value. */
  void add(double value) {
    long bits = Double.doubleToRawLongBits(value);
    int exponent = (int) (bits >>> 52) & 0x7FF;
    long mantissa = bits & 0xFFFFFFFFFFFFFL;
    if (exponent == 0x7FF) {
      throw new ArithmeticException("Cannot add to an exact sum: " + value + " is not finite");
    }
    if (exponent == 0) {
      exponent = 1;
    } else {
      mantissa |= 1L << 52;
    }
    // The lowest bit of the mantissa has weight 2^(exponent - 1075); bit 0 of chunk 0 is 2^-1074.
    int position = exponent - 1;
    int chunk = position >>> 5;
    int shift = position & 31;
    long low = (mantissa << shift) & LOW_32;
    long rest = mantissa >>> (32 - shift);
    long sign = bits >> 63 | 1;
    chunks[chunk] += sign * low;
    chunks[chunk + 1] += sign * (rest & LOW_32);
    chunks[chunk + 2] += sign * (rest >>> 32);
    if (++additions == MAX_ADDITIONS) {
      carry();
    }
  }

  BigDecimal value() {
    carry();
    int lowest = 0;
    while (lowest < CHUNKS && chunks[lowest] == 0) {
      lowest++;
    }
    if (lowest == CHUNKS) {
      return BigDecimal.ZERO;
    }
    BigInteger sum = BigInteger.ZERO;
    for (int i = CHUNKS - 1; i >= lowest; i--) {
      sum = sum.shiftLeft(32).add(BigInteger.valueOf(chunks[i]));
    }
    int zeros = sum.getLowestSetBit();
    int exponent = 32 * lowest - BIAS + zeros;
    BigInteger odd = sum.shiftRight(zeros);
    return exponent >= 0
        ? new BigDecimal(odd.shiftLeft(exponent))
        : new BigDecimal(odd.multiply(BigInteger.valueOf(5).pow(-exponent)), -exponent);
  }

  private void carry() {
    for (int i = 0; i < CHUNKS - 1; i++) {
      long over = chunks[i] >> 32;
      chunks[i] -= over << 32;
      chunks[i + 1] += over;
    }
    additions = 0;
  }
}
