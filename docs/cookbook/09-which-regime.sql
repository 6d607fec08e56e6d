-- 9. In which state is each market, for how many hours of the week was it in each, and why is there none?
SELECT r.venue, r.symbol, coalesce(r.state, 'none') AS state, count(*) AS hours, max(CASE WHEN r.ts = newest.ts THEN 'now' END) AS now,
       r.reason
FROM regime r
JOIN (SELECT DISTINCT venue, product, symbol, ts FROM latest_regime) newest
  ON r.venue = newest.venue AND r.product = newest.product AND r.symbol = newest.symbol AND r.ts > newest.ts - INTERVAL '7' DAY
GROUP BY r.venue, r.symbol, r.state, r.reason
ORDER BY r.venue, r.symbol, hours DESC, state, reason
