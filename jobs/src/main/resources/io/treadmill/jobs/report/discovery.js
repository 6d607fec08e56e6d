// Who leads, how much each class trades, segments beside each other, the shape of the path.

const HORIZONS = ["1m", "5m", "15m", "1h"];
const CLASSES = ["spot", "perp", "dated", "regulated"];

function discoveryPage(data) {
  return [
    panel("Who finds the price first", el("div", { class: "cards" }, shareFigure(data), leadFigure(data)), leadDaysFigure(data)),
    panel("Volume and segments", volumeFigure(data), segmentFigure(data)),
    panel("Shape of the path", pathFigure(data)),
  ];
}

function lastDay(rows) {
  const day = rows.reduce((last, row) => (row.day > last ? row.day : last), "");
  return [day, rows.filter((row) => row.day === day)];
}

function byHorizon(rows) {
  return HORIZONS.map((horizon) => rows.find((row) => row.horizon === horizon)).filter(Boolean);
}

function shareFigure(data) {
  const [day, rows] = lastDay(tableRows(data, "price_discovery"));
  const of = byHorizon(rows);
  const lines = of.flatMap((row) => [
    { label: row.horizon + " information", value: row.information_share, low: row.information_share_low, high: row.information_share_high, lower: row.information_share_lower, upper: row.information_share_upper, text: number(row.information_share) + ", n " + row.n, reason: row.reason },
    { label: row.horizon + " component", value: row.component_share, low: row.component_share_low, high: row.component_share_high, text: number(row.component_share) + ", p " + pText(row.component_share_p), reason: row.reason },
    { label: row.horizon + " leadership", value: row.leadership_share, low: row.leadership_share_low, high: row.leadership_share_high, text: number(row.leadership_share), reason: row.reason },
  ]);
  const pair = of.length ? of[0].pair : "";
  const note = meaning("price_discovery") + ". Thin: bounds over both Cholesky orders; thick: interval of the middle. Grey: the interval holds .5. Against " + pair + ", windows that end on " + day + ".";
  return figure("Share of the perpetual in the common price.", note, dots(lines, { zero: 0.5, x: [0, 1], width: 600, left: 120, right: 190 }), of.some((row) => isNumber(row.information_share_lower)) ? "" : whyEmpty(data, "price_discovery", "information_share"));
}

// Seconds on a scale that shows one and a thousand: sign x log(1 + |seconds|).
function slowLog(seconds) {
  return Math.sign(seconds) * Math.log10(1 + Math.abs(seconds));
}

function leadFigure(data) {
  const [day, rows] = lastDay(tableRows(data, "price_discovery"));
  const of = byHorizon(rows);
  const known = of.filter((row) => isNumber(row.lead_seconds));
  const widest = Math.max(10, ...known.flatMap((row) => [Math.abs(row.lead_seconds_low || 0), Math.abs(row.lead_seconds_high || 0), Math.abs(row.lead_seconds)]));
  const ticks = [1, 10, 100, 1000].filter((s) => s <= widest).flatMap((s) => [-s, s]).concat(0).sort((a, b) => a - b);
  const lines = of.map((row) => ({ label: row.horizon, value: row.lead_seconds, low: row.lead_seconds_low, high: row.lead_seconds_high, text: number(row.lead_seconds) + " s " + interval(row.lead_seconds_low, row.lead_seconds_high, number), reason: row.lead_reason }));
  const picture = dots(lines, { zero: 0, map: slowLog, x: [-widest, widest], ticks, width: 600, left: 60, right: 190 });
  return figure("Lead of the perpetual over spot, seconds.", meaning("price_discovery", "lead_seconds") + ". Null: 0, nobody leads; grey: the interval holds 0. Log scale beyond a second. Windows that end on " + day + ".", picture,
    known.length ? "" : whyEmpty(data, "price_discovery", "lead_seconds"));
}

function leadDaysFigure(data) {
  const rows = tableRows(data, "price_discovery").filter((row) => isNumber(row.lead_seconds));
  const horizon = HORIZONS.find((one) => rows.some((row) => row.horizon === one));
  const of = rows.filter((row) => row.horizon === horizon);
  const plot = axes({ width: 1300, height: 170, x: [data.startMs, data.endMs], y: extent(of.flatMap((row) => [row.lead_seconds_low, row.lead_seconds_high]), [0]), label: "Lead by day" });
  level(plot, 0);
  let away = 0;
  for (const row of of) {
    const outside = row.lead_seconds_low > 0 || row.lead_seconds_high < 0;
    away += outside ? 1 : 0;
    const at = plot.x(dayMs(row.day) + DAY / 2);
    if (isNumber(row.lead_seconds_low)) plot.add("line", { x1: at, x2: at, y1: plot.y(row.lead_seconds_low), y2: plot.y(row.lead_seconds_high), class: outside ? "good" : "none", "stroke-width": 2 });
    plot.add("circle", { cx: at, cy: plot.y(row.lead_seconds), r: 3.5, class: outside ? "good" : "none" }, row.day + ": " + number(row.lead_seconds) + " s " + interval(row.lead_seconds_low, row.lead_seconds_high, number));
  }
  return figure("The same by day, clock of " + horizon + ", seconds.", "90 % intervals; null: 0, which they leave out on " + away + " of n = " + of.length + " days; 1 in 10 by chance.", plot.root, of.length ? "" : whyEmpty(data, "price_discovery", "lead_seconds"));
}

function volumeFigure(data) {
  const rows = tableRows(data, "volume_share");
  const known = rows.filter((row) => isNumber(row.share));
  const plot = axes({ width: 1300, height: 190, x: [data.startMs, data.endMs], y: [0, 1], yText: tickPercent, label: "Share of volume by class" });
  const tops = new Map();
  for (const name of CLASSES) {
    for (const row of known.filter((one) => one.class === name)) {
      const base = tops.get(row.day) || 0;
      const left = plot.x(dayMs(row.day));
      plot.add("rect", { x: left, width: Math.max(1, plot.x(dayMs(row.day) + DAY) - left - 1), y: plot.y(base + row.share), height: Math.max(0, plot.y(base) - plot.y(base + row.share)), class: "class-" + name + (row.partial ? " partial" : "") },
        row.day + ", " + name + ": " + percent(row.share) + ", " + usd(row.notional_usd) + ", " + row.markets + " markets" + (row.partial ? ", partial day" : ""));
      tops.set(row.day, base + row.share);
    }
  }
  const [day, last] = lastDay(rows);
  const sets = Array.from(new Set(rows.map((row) => row.venue_set)));
  const absent = last.filter((row) => row.reason).map((row) => row.class + ": " + row.reason);
  const note = "Of these markets alone: " + sets.join(" | ") + ". A count of all their trades, not a sample: there is no interval and no null. Pale: a market is missing or has bars for under 95 % of the day. n = " + new Set(known.map((row) => row.day)).size + " days." + (absent.length ? " On " + day + " " + absent.join("; ") + "." : "");
  return figure("Share of traded notional by class.", note, el("div", {}, plot.root, key(CLASSES.map((name) => ["class-" + name, name]))), known.length ? "" : whyEmpty(data, "volume_share", "share"));
}

function segmentFigure(data) {
  const [day, rows] = lastDay(tableRows(data, "segment_compare"));
  const content = grid(rows, [
    ["Pair", (row) => words(row.first_segment) + " / " + words(row.second_segment), (row) => [row.first_market, row.second_market].filter(Boolean).join(" and ")],
    ["Hours in common", (row) => number(row.common_hours)],
    ["Volume", (row) => usd(row.first_volume_usd) + " / " + usd(row.second_volume_usd)],
    ["Volatility ratio", (row) => number(row.volatility_ratio) + " " + interval(row.volatility_ratio_low, row.volatility_ratio_high, number)],
    ["Correlation", (row) => number(row.correlation, 4) + " " + interval(row.correlation_low, row.correlation_high, (v) => number(v, 4))],
    ["Lead of the first, s", (row) => number(row.lead_seconds) + " " + interval(row.lead_seconds_low, row.lead_seconds_high, number)],
    ["n", (row) => number(row.n, 6)],
    ["", (row) => row.reason || ""],
  ]);
  return figure("Segments on common hours, " + day + ".", meaning("segment_compare") + ".", content, rows.length ? "" : whyEmpty(data, "segment_compare"));
}

function pathFigure(data) {
  const rows = tableRows(data, "path_shape");
  const known = rows.filter((row) => isNumber(row.jump_share));
  const share = (column) => known.filter((row) => isSignificant(row[column])).length + " of " + known.filter((row) => isNumber(row[column])).length;
  const plot = axes({ width: 1300, height: 170, x: [data.startMs, data.endMs], y: [0, Math.max(0.2, ...known.map((row) => row.jump_share)) * 1.05], yText: tickPercent, label: "Share of jumps by day" });
  for (const row of known) {
    const left = plot.x(dayMs(row.day));
    plot.add("rect", { x: left, width: Math.max(1, plot.x(dayMs(row.day) + DAY) - left - 1), y: plot.y(row.jump_share), height: Math.max(0, plot.y(0) - plot.y(row.jump_share)), class: isSignificant(row.jump_p) ? "bar strong" : "bar" },
      row.day + ": jumps " + percent(row.jump_share) + ", p " + pText(row.jump_p) + "; falling steps " + percent(row.down_share) + ", p " + pText(row.down_p) + (isNumber(row.share_near_liquidations) ? "; near forced orders " + percent(row.share_near_liquidations) + ", p " + pText(row.near_liquidations_p) : "") + "; volatility " + percent(row.realised_volatility));
  }
  const note = meaning("path_shape", "jump_p") + "; dark bars: p under .05, on " + share("jump_p") + " days (1 in 20 by chance). Tilt of falls and rises at 5 %: " + share("down_p") + " days. Variance at forced orders at 5 %: " + share("near_liquidations_p") + " days. n = " + known.length + " days.";
  return figure("Share of the day's variance in jumps.", note, plot.root, known.length ? "" : whyEmpty(data, "path_shape", "jump_share"));
}
