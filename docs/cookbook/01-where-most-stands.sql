-- 1. Where would most be forced within the next 4 hours, by instrument? The three largest cells of the newest map.
-- Cells are of one horizon and are not added up. low_usd and high_usd are of the cell alone.
SELECT venue, symbol, side, round(price_low, 2) AS price_low, round(price_high, 2) AS price_high,
       CAST(round(expected_notional_usd) AS BIGINT) AS expected_usd, CAST(round(low_usd) AS BIGINT) AS low_usd,
       CAST(round(high_usd) AS BIGINT) AS high_usd
FROM (
  SELECT *, row_number() OVER (PARTITION BY venue, product, symbol ORDER BY expected_notional_usd DESC, bucket) AS place
  FROM latest_liquidation_heatmap
  WHERE horizon_h = 4
) AS cells
WHERE place <= 3
ORDER BY venue, symbol, place
