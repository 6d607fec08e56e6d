-- 11. How large was the week, beside earlier ones under the same feed rule? Rows of other venue sets and feed rules are not added to it.
SELECT asset, venue_set, feed_rule, iso_week, side, CAST(round(floor_usd) AS BIGINT) AS at_least_usd, hours_with_totals, rank, n AS earlier_weeks,
       round(per_open_interest * 100, 3) AS percent_of_open_interest
FROM latest_liquidation_week
WHERE feed_rule NOT LIKE 'aggregate%'
ORDER BY asset, venue_set, feed_rule, side
