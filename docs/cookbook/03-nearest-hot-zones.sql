-- 3. Which hot zones are nearest to the price, how old are they, and of which leverage?
SELECT venue, symbol, side, round(distance_percent, 2) AS distance_percent, round(price_low, 2) AS price_low,
       round(price_high, 2) AS price_high, CAST(round(mass_usd) AS BIGINT) AS mass_usd, round(mass_usd / null_usd, 2) AS times_the_usual,
       round(age_hours, 1) AS age_hours, round(share_leverage_over_50, 2) AS leverage_over_50
FROM (
  SELECT *, row_number() OVER (PARTITION BY venue, product, symbol, side ORDER BY distance_percent, zone) AS place
  FROM latest_zones
  WHERE kind = 'hot' AND horizon_h = 0
) AS hot
WHERE place = 1
ORDER BY venue, symbol, side
