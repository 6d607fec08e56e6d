-- 2. What would be forced on the way if price moved by 1, 2 or 5 % now? Sums with their bands, and their share of open interest.
SELECT venue, symbol, CASE side WHEN 'long' THEN 'falls' ELSE 'rises' END AS price, move_percent,
       CAST(round(expected_usd) AS BIGINT) AS expected_usd, CAST(round(low_usd) AS BIGINT) AS low_usd,
       CAST(round(high_usd) AS BIGINT) AS high_usd, round(share_of_open_interest_percent, 3) AS percent_of_open_interest
FROM latest_fragility
WHERE horizon_h = 0 AND move_percent IN (1, 2, 5)
ORDER BY venue, symbol, side, move_percent
