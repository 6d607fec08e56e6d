-- 12. What is missing? Days of each dataset, from the first to the last of them, and days of that time without a row.
SELECT dataset, venue, symbol, min(day) AS first_day, max(day) AS last_day, count(DISTINCT CASE WHEN row_count > 0 THEN day END) AS days,
       datediff(max(day), min(day)) + 1 - count(DISTINCT CASE WHEN row_count > 0 THEN day END) AS days_missing
FROM coverage
WHERE dataset IN ('trades', 'liquidations', 'open_interest', 'funding')
GROUP BY dataset, venue, symbol
ORDER BY dataset, venue, symbol
