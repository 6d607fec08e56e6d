package io.treadmill.lab.simulate;

import io.treadmill.market.Side;

/**
 * A position that the venue closed, whole, by an order at once.
 *
 * @param micros instant of the fill, microseconds since 1970
 * @param side side of the position: a forced long is sold
 * @param lots size, &gt; 0
 * @param fillTicks price of the fill; it lies on the path of the price
 * @param liquidationPrice price at which the margin rule struck
 * @param bankruptcyPrice price at which the margin was gone: the limit of the order
 */
record ForcedOrder(
    long micros,
    Side side,
    long lots,
    long fillTicks,
    double liquidationPrice,
    double bankruptcyPrice) {}
