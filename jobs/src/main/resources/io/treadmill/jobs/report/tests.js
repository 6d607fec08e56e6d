// Tests of the map and of forced orders: each with its number, interval, n and null.

function testsPage(data) {
  return [
    panel("Do forced orders breed more?", branchingFigure(data)),
    panel("Thin zones and hunts", thinFigure(data), huntFigure(data)),
    panel("What came of hot zones", outcomeFigure(data)),
    panel("Order of funding, open interest and liquidations", sequenceFigure(data)),
    panel("Do forced orders cluster in price?", clusterFigure(data)),
  ];
}

function branchingFigure(data) {
  const rows = tableRows(data, "self_excitation");
  const lines = rows.flatMap((row) => [
    { label: words(row.side) + "s, given the map", value: row.branching, low: row.branching_low, high: row.branching_high, text: number(row.branching) + " " + interval(row.branching_low, row.branching_high, number) + ", n " + row.n, reason: row.reason },
    { label: "without it: upper bound", value: row.branching_without_map, low: row.branching_without_map_low, high: row.branching_without_map_high, text: number(row.branching_without_map) + " " + interval(row.branching_without_map_low, row.branching_without_map_high, number), reason: row.reason },
    { label: "if hidden prints follow", value: row.branching_if_hidden_follow, text: number(row.branching_if_hidden_follow), reason: "no estimate of what the feed hid" },
  ]);
  const diagnostics = grid(rows, [
    ["Side", (row) => words(row.side)], ["Feed rule", (row) => row.feed_rule || "–"], ["Step, min", (row) => number(row.step_minutes)],
    ["Realised per predicted", (row) => number(row.per_predicted) + " " + interval(row.per_predicted_low, row.per_predicted_high, number), () => meaning("self_excitation", "per_predicted")],
    ["Dispersion", (row) => number(row.residual_dispersion), () => meaning("self_excitation", "residual_dispersion")],
    ["Autocorrelation", (row) => number(row.residual_autocorrelation), () => meaning("self_excitation", "residual_autocorrelation")],
    ["Fano bound", (row) => number(row.branching_fano), () => meaning("self_excitation", "branching_fano")], ["n steps", (row) => number(row.n, 6)],
  ]);
  const note = meaning("self_excitation") + ". " + meaning("self_excitation", "branching") + ". Without the map: " + meaning("self_excitation", "branching_without_map") + ".";
  return figure("Branching ratio" + (rows.length ? ", 30 days to " + rows[0].day : "") + ".", note, el("div", {}, dots(lines, { zero: 0, width: 760, left: 190, right: 210 }), diagnostics), rows.some((row) => isNumber(row.branching)) ? "" : whyEmpty(data, "self_excitation", "branching"));
}

function poolText(row) {
  return row.pooled ? "all instruments" : "this symbol";
}

function thinFigure(data) {
  const rows = tableRows(data, "thin_zone_test");
  const known = rows.filter((row) => isNumber(row.effect));
  const lines = known.flatMap((row) => [
    { label: row.direction + ", " + poolText(row), value: row.effect, low: row.effect_low, high: row.effect_high, text: number(row.effect, 2) + ", p " + pText(row.p) + ", by day " + pText(row.p_by_day) + ", n " + row.n },
    { label: "– placebo: map a day before", value: row.placebo_day_before, text: number(row.placebo_day_before, 2) + ", p " + pText(row.placebo_day_before_p), reason: "none" },
    { label: "– placebo: other side", value: row.placebo_other_side, text: number(row.placebo_other_side, 2) + ", p " + pText(row.placebo_other_side_p), reason: "none" },
    { label: "– 15 min, second outcome", value: row.effect_15m, text: number(row.effect_15m, 2) + ", p " + pText(row.p_15m), reason: "none" },
    { label: "– takers against the move", value: row.taker_effect, text: number(row.taker_effect, 2) + ", p " + pText(row.taker_p), reason: "no taker sides" },
  ]);
  const readings = known.map((row) => el("p", { class: "small" }, el("b", {}, row.direction + ", " + poolText(row) + ": "), row.reading));
  const note = meaning("thin_zone_test") + ". " + meaning("thin_zone_test", "effect") + ". " + meaning("thin_zone_test", "p") + ".";
  return figure("Does a move turn sooner in a thin zone?", note, el("div", {}, dots(lines, { zero: 0, x: [-1, 1], width: 860, left: 200, right: 260 }), ...readings), known.length ? "" : whyEmpty(data, "thin_zone_test", "effect"));
}

function huntFigure(data) {
  const rows = tableRows(data, "hunt_test").filter((row) => isNumber(row.hazard_ratio));
  const lines = rows.flatMap((row) => [
    { label: "touch, " + poolText(row), value: row.hazard_ratio, low: row.hazard_ratio_low, high: row.hazard_ratio_high, text: "x" + number(row.hazard_ratio) + ", p " + pText(row.p) + ", n " + row.n },
    { label: "– more in a thin book", value: row.thin_book_ratio, low: row.thin_book_ratio_low, high: row.thin_book_ratio_high, text: "x" + number(row.thin_book_ratio) + ", p " + pText(row.thin_book_p), reason: "none" },
  ]);
  const shares = rows.map((row) => poolText(row) + ": touched in 24 h " + percent(row.touched_share) + ", their levels " + percent(row.touched_share_level)).join("; ");
  const note = meaning("hunt_test") + ". " + meaning("hunt_test", "p") + ". " + meaning("hunt_test", "thin_book_ratio") + ". " + (shares ? shares + "." : "");
  return figure("Does price seek hot zones?", note, dots(lines, { zero: 1, width: 860, left: 200, right: 200 }), rows.length ? "" : whyEmpty(data, "hunt_test", "hazard_ratio"));
}

function outcomeFigure(data) {
  const rows = tableRows(data, "zone_outcome");
  const sides = ["long", "short"].map((side) => rows.filter((row) => row.side === side)).filter((of) => of.length);
  const count = (of, verdict) => of.filter((row) => (row.verdict || "unknown") === verdict).length;
  const ratios = (of) => of.map((row) => row.realised_per_predicted).filter(isNumber);
  const content = grid(sides, [
    ["Side", (of) => words(of[0].side) + "s"], ["Touched", (of) => of.length], ["Cleared", (of) => count(of, "cleared")], ["Reloaded", (of) => count(of, "reloaded")],
    ["Undecided", (of) => count(of, "undecided")], ["Unknown", (of) => count(of, "unknown")],
    ["Median realised per predicted", (of) => (ratios(of).length ? "x" + number(median(ratios(of))) + " (n " + ratios(of).length + ")" : "–")],
    ["Median drop of open interest", (of) => { const drops = of.map((row) => row.open_interest_drop_percent).filter(isNumber); return drops.length ? number(median(drops)) + " %" : "–"; }],
  ]);
  return figure("First touches of hot zones in these days.", meaning("zone_outcome") + ". " + meaning("zone_outcome", "verdict") + ". Counts of events; " + meaning("zone_outcome", "realised_per_predicted").toLowerCase() + ".", content, rows.length ? "" : whyEmpty(data, "zone_outcome"));
}

const PAIRS = {
  funding_open_interest: "Funding, then open interest",
  open_interest_liquidations: "Open interest, then liquidations",
  liquidations_open_interest: "Liquidations, then open interest",
  liquidations_funding: "Liquidations, then funding",
};

function sequenceFigure(data) {
  const rows = tableRows(data, "sequence_test");
  const pairs = Array.from(new Set(rows.map((row) => row.pair)));
  const plots = pairs.map((pair) => {
    const of = rows.filter((row) => row.pair === pair).sort((a, b) => a.lag_hours - b.lag_hours);
    const known = of.filter((row) => isNumber(row.response));
    if (!known.length) return figure((PAIRS[pair] || words(pair)) + ".", "", null, "No number: " + ((of[0] && of[0].reason) || "no rows") + ".");
    const plot = axes({ width: 420, height: 170, x: [Math.min(...known.map((row) => row.lag_hours)) - 0.5, Math.max(...known.map((row) => row.lag_hours)) + 0.5], y: extent(known.flatMap((row) => [row.response_low, row.response_high]), [0]), xTicks: known.map((row) => [row.lag_hours, row.lag_hours + " h"]), label: (PAIRS[pair] || words(pair)) });
    level(plot, 0);
    for (const row of known) {
      const kind = isSignificant(row.p_holm) ? "good" : "none";
      plot.add("line", { x1: plot.x(row.lag_hours), x2: plot.x(row.lag_hours), y1: plot.y(row.response_low), y2: plot.y(row.response_high), class: kind, "stroke-width": 2 });
      plot.add("circle", { cx: plot.x(row.lag_hours), cy: plot.y(row.response), r: 4, class: kind }, row.lag_hours + " h: " + number(row.response) + " " + interval(row.response_low, row.response_high, number) + ", p " + pText(row.p) + ", Holm " + pText(row.p_holm));
    }
    return figure((PAIRS[pair] || words(pair)) + ".", "Least p after Holm " + pText(Math.min(...known.map((row) => row.p_holm).filter(isNumber))) + ", n = " + known[0].n + " hours.", plot.root);
  });
  const note = meaning("sequence_test") + ". " + meaning("sequence_test", "response") + " by lag. " + meaning("sequence_test", "p") + "; coloured: p under .05 after Holm over the lags of a pair.";
  return figure("Responses" + (rows.length ? ", 90 days to " + rows[0].day : "") + ".", note, el("div", { class: "cards" }, ...plots), rows.length ? "" : whyEmpty(data, "sequence_test"));
}

function clusterFigure(data) {
  const rows = tableRows(data, "liquidation_clustering");
  const known = rows.filter((row) => isNumber(row.gini_excess));
  const plot = axes({ width: 1300, height: 170, x: [data.startMs, data.endMs], y: extent(known.map((row) => row.gini_excess), [0]), label: "Excess concentration by day" });
  level(plot, 0);
  for (const row of known) {
    plot.add("circle", { cx: plot.x(dayMs(row.day) + DAY / 2), cy: plot.y(row.gini_excess), r: 4.5, class: isSignificant(row.p) ? "good" : "none" },
      row.day + ": excess " + number(row.gini_excess) + " of Gini " + number(row.gini) + ", p " + pText(row.p) + "; entropy " + number(row.entropy_excess) + ", p " + pText(row.entropy_p) + "; round prices " + number(row.round_excess) + ", p " + pText(row.round_p) + ", n " + row.n);
  }
  const below = (column) => known.filter((row) => isSignificant(row[column])).length;
  const note = meaning("liquidation_clustering") + ". " + meaning("liquidation_clustering", "p") + ". Under .05 on " + below("p") + " of n = " + known.length + " days (1 in 20 by chance); at round prices on " + below("round_p") + ".";
  return figure("Gini of forced orders over prices, less the null.", note, plot.root, known.length ? "" : whyEmpty(data, "liquidation_clustering", "gini_excess"));
}
