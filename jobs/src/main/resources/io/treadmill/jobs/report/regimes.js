// Regimes: the state of each hour under the price, what follows each state, what breaks the loop.

const STATES = ["flush", "fragile", "crowded", "spot_led", "short_cover", "deleveraging", "building", "quiet"];

function regimePage(data) {
  return [
    panel("Price and regime", ribbonFigure(data), volatilityFigure(data)),
    panel("Which state follows which", transitionFigure(data)),
    panel("What follows each state", ...statisticsFigures(data)),
    panel("What may break the loop", ...breakerFigures(data)),
  ];
}

// Runs of one state: [from, to, state].
function runsOf(rows, state, length) {
  const runs = [];
  for (const row of rows) {
    const last = runs[runs.length - 1];
    if (last && last[2] === state(row) && row.ts - last[1] < 1000) last[1] = row.ts + length;
    else runs.push([row.ts, row.ts + length, state(row)]);
  }
  return runs;
}

function ribbonFigure(data) {
  const rows = tableRows(data, "regime");
  const known = rows.filter((row) => row.state);
  const { bars } = data.series;
  const prices = priceExtent(bars, data.startMs, data.endMs);
  const reason = known.length ? "" : whyEmpty(data, "regime");
  const plot = axes({ width: 1300, height: 300, bottom: 60, x: [data.startMs, data.endMs], y: prices || [0, 1], yTicks: prices ? undefined : [], yText: axisPrice, label: "Price with the regime of each hour below" });
  drawPath(plot, bars, data.startMs, data.endMs);
  for (const [from, to, state] of runsOf(rows, (row) => row.state || "unknown", 60 * MINUTE)) {
    plot.add("rect", { x: plot.x(from), width: Math.max(0.7, plot.x(to) - plot.x(from)), y: 246, height: 24, class: "state-" + state },
      words(state) + ", " + timeText(from) + " to " + timeText(to) + " UTC");
  }
  const entries = STATES.map((state) => ["state-" + state, words(state) + " " + percent(known.filter((row) => row.state === state).length / known.length, 0)]);
  const unknown = rows.length - known.length;
  const note = meaning("regime") + ". A description, not a test: thresholds come from the past alone. n = " + known.length + " hours" + (unknown ? ", " + unknown + " without a state" : "") + ".";
  return figure("State of each hour.", note, el("div", {}, plot.root, key(entries)), reason);
}

function volatilityFigure(data) {
  const rows = tableRows(data, "regime").filter((row) => isNumber(row.high_volatility_probability));
  const plot = axes({ width: 1300, height: 120, x: [data.startMs, data.endMs], y: [0, 1], yTicks: [[0, "0"], [0.5, ".5"], [1, "1"]], label: "Probability of high volatility" });
  plot.add("path", { d: path(rows.map((row) => [plot.x(row.ts), plot.y(row.high_volatility_probability)])), class: "line" });
  return figure("Probability of the high-volatility state.", meaning("regime", "high_volatility_probability") + ". n = " + rows.length + " hours.", plot.root,
    rows.length ? "" : whyEmpty(data, "regime", "high_volatility_probability"));
}

function transitionFigure(data) {
  const rows = tableRows(data, "regime_transition");
  const day = rows.length ? rows[0].day : "";
  const froms = STATES.filter((state) => rows.some((row) => row.from_state === state));
  const cell = (from, to) => rows.find((row) => row.from_state === from && row.to_state === to);
  const columns = [["from \\ to", (from) => words(from)], ["n", (from) => { const one = rows.find((row) => row.from_state === from); return one ? number(one.n, 6) : "–"; }]]
    .concat(STATES.map((to) => [words(to), (from) => { const one = cell(from, to); return one ? percent(one.probability, 0) : from === to ? "" : "0 %"; },
      (from) => { const one = cell(from, to); return one ? one.count + " of " + one.n + ", 90 % " + interval(one.low, one.high, (v) => percent(v, 0)) + ", null " + percent(one.null_probability, 0) + ", p " + pText(one.p_holm) + " (Holm)" : ""; },
      (from) => { const one = cell(from, to); return one && isSignificant(one.p_holm) ? "strong" : ""; }]));
  const note = meaning("regime_transition") + ". " + meaning("regime_transition", "null_probability") + ". Bold: p under .05 after Holm; point at a cell for its interval. Rows of " + day + ".";
  return figure("Probability of the next state.", note, grid(froms, columns), rows.length ? "" : whyEmpty(data, "regime_transition"));
}

function statisticsFigures(data) {
  const rows = tableRows(data, "regime_statistics");
  const day = rows.length ? rows[0].day : "";
  const holder = el("div", {});
  const select = el("select", { "aria-label": "Horizon" }, ...[1, 4, 24, 168].map((hours) => el("option", hours === 24 ? { value: hours, selected: "" } : { value: hours }, hours === 168 ? "7 d" : hours + " h")));
  const show = () => {
    const of = STATES.map((state) => rows.find((row) => row.state === state && row.horizon_hours === Number(select.value))).filter(Boolean);
    holder.replaceChildren(statisticsGrid(of), el("p", { class: "quiet small" }, meaning("regime_statistics", "liquidations_per_range") + ". " + meaning("regime_statistics", "liquidations_p") + ". Nulls of the intervals: mean return 0, liquidations per range 1."));
  };
  select.addEventListener("change", show);
  show();
  const note = meaning("regime_statistics") + ". Rows of " + day + ".";
  return [figure("Share of time, dwell and what comes after.", note, el("div", {}, el("label", {}, "Horizon ", select), holder), rows.length ? "" : whyEmpty(data, "regime_statistics"))];
}

function statisticsGrid(rows) {
  return grid(rows, [
    ["State", (row) => words(row.state)],
    ["Share of time", (row) => percent(row.time_share) + " " + interval(row.time_share_low, row.time_share_high, percent)],
    ["Dwell, h", (row) => number(row.dwell_hours) + " " + interval(row.dwell_low, row.dwell_high, number)],
    ["Mean return", (row) => percent(row.mean_return, 2) + " " + interval(row.mean_return_low, row.mean_return_high, (v) => percent(v, 2)), null, (row) => (row.mean_return_low > 0 || row.mean_return_high < 0 ? "strong" : "")],
    ["Range", (row) => percent(row.range, 2) + " " + interval(row.range_low, row.range_high, (v) => percent(v, 2))],
    ["Liquidations per range", (row) => (isNumber(row.liquidations_per_range) ? "x" + number(row.liquidations_per_range) + " " + interval(row.liquidations_low, row.liquidations_high, number) : "–"), (row) => row.reason, (row) => (isSignificant(row.liquidations_p_holm) ? "strong" : "")],
    ["p (Holm)", (row) => pText(row.liquidations_p_holm)],
    ["n hours", (row) => number(row.n_hours, 6)],
    ["n visits", (row) => number(row.n_visits, 6)],
  ]);
}

function breakerFigures(data) {
  const rows = tableRows(data, "circuit_breaker");
  const breakers = Array.from(new Set(rows.map((row) => row.breaker)));
  const plot = axes({ width: 1300, height: 30 * Math.max(1, breakers.length) + 28, left: 130, x: [data.startMs, data.endMs], y: [0, 1], yTicks: [], label: "Days with each breaker on" });
  breakers.forEach((breaker, i) => {
    plot.root.append(svg("text", { x: 0, y: 26 + 30 * i }, words(breaker)));
    for (const row of rows.filter((one) => one.breaker === breaker)) {
      const kind = row.is_on === true ? "on" : row.is_on === false ? "off" : "unknown";
      plot.add("rect", { x: plot.x(dayMs(row.day)), width: Math.max(1, plot.x(dayMs(row.day) + DAY) - plot.x(dayMs(row.day)) - 1), y: 10 + 30 * i, height: 22, class: kind }, row.day + ": " + (row.is_on === null || row.is_on === undefined ? "unknown, " + (row.reason || "") : row.is_on ? "on" : "off"));
    }
  });
  const last = breakers.map((breaker) => rows.filter((row) => row.breaker === breaker).pop());
  const hazard = dots(last.map((row) => ({ label: words(row.breaker), value: row.second_leg_hazard_ratio, low: row.hazard_low, high: row.hazard_high,
    text: number(row.second_leg_hazard_ratio) + ", p " + pText(row.hazard_p) + ", n " + row.n_events, reason: row.hazard_reason })), { zero: 1, right: 220, width: 760 });
  const reason = rows.length ? "" : whyEmpty(data, "circuit_breaker");
  return [
    figure("On or off at the end of each day.", meaning("circuit_breaker", "is_on") + ".", el("div", {}, plot.root, key([["on", "on"], ["off", "off"], ["unknown", "unknown"]])), reason),
    figure("Hazard of a second leg, on over off.", meaning("circuit_breaker", "second_leg_hazard_ratio") + ". " + meaning("circuit_breaker", "hazard_p") + ". Grey: the interval holds 1.", hazard, reason),
  ];
}
