-- 8. Who pays whom for holding, for how long already, and how unusual is it?
SELECT venue, symbol, CASE WHEN rate > 0 THEN 'longs' WHEN rate < 0 THEN 'shorts' END AS payer, round(rate_8h * 1e4, 3) AS bp_per_8h,
       abs(streak) AS settlements_in_a_row, round(sum_24h * 1e4, 3) AS bp_of_24h, round(percentile_90d, 2) AS percentile, n AS past_settlements
FROM latest_funding_state
ORDER BY venue, symbol
