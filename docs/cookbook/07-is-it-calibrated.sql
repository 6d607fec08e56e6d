-- 7. Where the map said much, was much forced? Predicted and realised totals by tenth of the prediction, smallest first.
SELECT venue, symbol, decile, CAST(round(predicted_usd) AS BIGINT) AS predicted_usd, CAST(round(realised_usd) AS BIGINT) AS realised_usd,
       round(realised_usd / nullif(predicted_usd, 0), 2) AS realised_per_predicted, n AS windows
FROM latest_heatmap_reliability
WHERE model IN (SELECT model FROM latest_fragility) AND horizon = 'path_1h' AND decile IN (1, 5, 9, 10)
ORDER BY venue, symbol, decile
