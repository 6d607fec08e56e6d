-- 4. How much was forced each day? Own prints alone: totals of an aggregator hold the same orders once more.
SELECT venue, symbol, feed_rule, CAST(ts AS DATE) AS day, CAST(round(sum(CASE WHEN side = 'long' THEN notional_usd END)) AS BIGINT) AS longs_usd,
       CAST(round(sum(CASE WHEN side = 'short' THEN notional_usd END)) AS BIGINT) AS shorts_usd, sum(print_count) AS prints
FROM realised_liquidations
WHERE feed_rule NOT LIKE 'aggregate%'
GROUP BY venue, symbol, feed_rule, CAST(ts AS DATE)
ORDER BY venue, symbol, day
