-- 6. Is the map better than simpler rules? Skill above 0 is better; a skill without interval has a reason.
SELECT venue, symbol, horizon, baseline, round(skill, 2) AS skill, round(skill_low, 2) AS skill_low, round(skill_high, 2) AS skill_high,
       round(spearman, 2) AS rank_correlation, days, coalesce(reason, interval_reason) AS reason
FROM latest_heatmap_score
WHERE model IN (SELECT model FROM latest_fragility) AND horizon IN ('path_1h', 'map_4h')
ORDER BY venue, symbol, horizon, baseline
