-- 5. What did the map predict for each day, given the path of the price, and what was forced? Hours with both.
SELECT p.venue, p.symbol, p.day, count(*) AS windows, CAST(round(sum(p.predicted_usd)) AS BIGINT) AS predicted_usd,
       CAST(round(sum(p.realised_usd)) AS BIGINT) AS realised_usd, round(sum(p.predicted_usd) / nullif(sum(p.realised_usd), 0), 2) AS ratio
FROM heatmap_prediction p
JOIN (SELECT DISTINCT venue, product, symbol, model FROM latest_fragility) published
  ON p.venue = published.venue AND p.product = published.product AND p.symbol = published.symbol AND p.model = published.model
WHERE p.horizon = 'path_1h' AND p.predicted_usd IS NOT NULL AND p.realised_usd IS NOT NULL
GROUP BY p.venue, p.symbol, p.day
ORDER BY p.venue, p.symbol, p.day
