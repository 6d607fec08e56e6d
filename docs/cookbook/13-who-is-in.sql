-- 13. How much was open each day, how did that move, and did aggressors buy or sell? Ratios are longs per short.
SELECT CAST(ts AS DATE) AS day, venue, symbol, round(avg(open_interest_usd) / 1e6, 1) AS mean_open_musd,
       round(100 * (max_by(open_interest, ts) / min_by(open_interest, ts) - 1), 1) AS change_percent, count(open_interest) AS snapshots,
       round(avg(long_short_account_ratio), 3) AS accounts, round(avg(top_position_ratio), 3) AS top_positions,
       round(percentile(taker_volume_ratio, 0.5), 3) AS takers
FROM positioning
GROUP BY CAST(ts AS DATE), venue, symbol
ORDER BY day, venue, symbol
