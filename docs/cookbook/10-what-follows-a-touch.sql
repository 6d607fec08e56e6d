-- 10. What followed when price touched a hot zone? Forced in the hour after, over what was predicted, and what open interest did.
SELECT venue, symbol, side, count(*) AS touches, count(realised_usd) AS with_totals, CAST(round(sum(realised_usd)) AS BIGINT) AS realised_usd,
       CAST(round(sum(CASE WHEN realised_usd IS NOT NULL THEN predicted_usd END)) AS BIGINT) AS predicted_usd,
       round(median(open_interest_drop_percent), 2) AS median_drop_percent
FROM zone_outcome
GROUP BY venue, symbol, side
ORDER BY venue, symbol, side
