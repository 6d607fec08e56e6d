// Funding and carry, and what happens around settlements.

const CLOCK_NAMES = { volume: "Volume, ln USD", range: "Range, bp", open_interest_change: "Change of open interest, bp", open_interest_size: "Size of that change, bp", return: "Return, bp", liquidations: "Liquidations, bp of open interest" };

function fundingPage(data) {
  return [
    panel("Funding and carry", rateFigure(data), carryFigure(data), crowdingFigure(data), premiumFigure(data)),
    panel("The clock of funding", ...clockFigures(data)),
  ];
}

function fundingPlot(data, rows, values, options) {
  return axes({ width: 1300, height: 170, x: [data.startMs, data.endMs], y: extent(values, [0]), ...options });
}

function rateFigure(data) {
  const rows = tableRows(data, "funding_state").filter((row) => isNumber(row.rate_8h));
  const plot = fundingPlot(data, rows, rows.map((row) => row.rate_8h), { yText: tickPercent, label: "Settled rate per 8 hours" });
  plot.add("path", { d: path(rows.map((row) => [plot.x(row.ts), plot.y(row.rate_8h)]), true), class: "line" });
  for (const row of rows) {
    plot.add("circle", { cx: plot.x(row.ts), cy: plot.y(row.rate_8h), r: 3, class: row.at_floor ? "open" : "good" },
      timeText(row.ts) + " UTC: " + percent(row.rate, 4) + " for " + number(row.interval_minutes, 4) + " min" + (row.at_floor ? ", at the floor" : "") + (isNumber(row.streak) ? ", " + Math.abs(row.streak) + " in a row" : ""));
  }
  const intervals = Array.from(new Set(rows.map((row) => row.interval_minutes))).sort((a, b) => a - b);
  const floor = rows.filter((row) => row.at_floor).length;
  const note = "Settled rate x 480 / its own interval (" + intervals.map((m) => m / 60 + " h").join(", ") + "). Open circles: " + floor + " of " + rows.length + " settlements at the floor, where the rate says nothing of crowding. A description, nothing is tested. n = " + rows.length + ".";
  return figure("Rate per 8 h; longs pay above 0.", note, plot.root, rows.length ? "" : whyEmpty(data, "funding_state", "rate_8h"));
}

function carryFigure(data) {
  const rows = tableRows(data, "funding_state");
  const known = rows.filter((row) => isNumber(row.sum_24h) || isNumber(row.sum_7d));
  const plot = fundingPlot(data, known, known.flatMap((row) => [row.sum_24h, row.sum_7d]), { yText: tickPercent, label: "What holding cost" });
  plot.add("path", { d: path(known.map((row) => [plot.x(row.ts), plot.y(row.sum_7d)]), true), class: "line" });
  plot.add("path", { d: path(known.map((row) => [plot.x(row.ts), plot.y(row.sum_24h)]), true), class: "line second" });
  const note = "Sum of the rates that a long paid over 24 h and 7 d, not scaled to a year; only where settlements fill the window. Description. n = " + known.length + ".";
  return figure("What holding a long cost.", note, el("div", {}, plot.root, key([["line", "7 d"], ["line second", "24 h"]])), known.length ? "" : whyEmpty(data, "funding_state", "sum_24h"));
}

function crowdingFigure(data) {
  const rows = tableRows(data, "funding_state").filter((row) => isNumber(row.percentile_90d));
  const plot = axes({ width: 1300, height: 120, x: [data.startMs, data.endMs], y: [0, 1], yTicks: [[0, "0"], [0.5, ".5"], [1, "1"]], label: "Percentile of the rate" });
  plot.add("path", { d: path(rows.map((row) => [plot.x(row.ts), plot.y(row.percentile_90d)]), true), class: "line" });
  const n = rows.length ? "each against " + rows[0].n + " to " + rows[rows.length - 1].n + " settlements" : "";
  return figure("Percentile among the 90 days before.", meaning("funding_state", "percentile_90d") + "; " + n + ".", plot.root, rows.length ? "" : whyEmpty(data, "funding_state", "percentile_90d"));
}

function premiumFigure(data) {
  const rows = tableRows(data, "funding_state").filter((row) => isNumber(row.premium));
  const plot = fundingPlot(data, rows, rows.map((row) => row.premium), { height: 140, yText: tickPercent, label: "Premium" });
  plot.add("path", { d: path(rows.map((row) => [plot.x(row.ts), plot.y(row.premium)]), true), class: "line" });
  const all = tableRows(data, "funding_state");
  const reason = rows.length ? "" : all.length ? "No premium: the archive has no mark and index prices for half of any interval." : whyEmpty(data, "funding_state");
  return figure("Premium.", meaning("funding_state", "premium") + ". n = " + rows.length + ".", plot.root, reason);
}

function clockFigures(data) {
  const rows = tableRows(data, "funding_clock");
  if (!rows.length) return [figure("Around settlements.", "", null, whyEmpty(data, "funding_clock"))];
  const note = el("p", { class: "quiet small" }, meaning("funding_clock") + ". Band: 90 % of the other shifts. " + meaning("funding_clock", "kind") + ". Rows of " + rows[0].day + ".");
  const plots = Object.keys(CLOCK_NAMES).filter((measure) => rows.some((row) => row.measure === measure)).map((measure) => clockFigure(rows.filter((row) => row.measure === measure), measure));
  const compared = rows.filter((row) => row.kind === "comparison");
  return [note, el("div", { class: "cards" }, ...plots)].concat(compared.length ? [comparison(compared)] : []);
}

function clockFigure(rows, measure) {
  const profile = rows.filter((row) => row.kind === "profile").sort((a, b) => a.offset_minutes - b.offset_minutes);
  const test = rows.find((row) => row.kind === "test" && isNumber(row.value)) || rows.find((row) => row.kind === "test");
  const known = profile.filter((row) => isNumber(row.value));
  const said = test && isNumber(test.value)
    ? "20 min before less neighbours " + number(test.value) + " " + interval(test.low, test.high, number) + ", z " + number(test.z) + ", p " + pText(test.p) + ", n = " + test.n + " settlements every " + test.interval_minutes / 60 + " h."
    : "No test: " + ((test && test.reason) || "no rows") + ".";
  if (!known.length) return figure(CLOCK_NAMES[measure] + ".", said, null, "No profile: " + ((profile[0] && profile[0].reason) || "no rows") + ".");
  const offsets = known.map((row) => row.offset_minutes);
  const plot = axes({ width: 420, height: 190, x: [Math.min(...offsets), Math.max(...offsets) + 5], y: extent(known.flatMap((row) => [row.value, row.low, row.high])),
    xTicks: [-60, -30, 0, 30, 60].filter((m) => m >= Math.min(...offsets) && m <= Math.max(...offsets) + 5).map((m) => [m, String(m).replace("-", "−")]), label: CLOCK_NAMES[measure] });
  band(plot, known.map((row) => [row.offset_minutes + 2.5, row.low, row.high]));
  plot.add("line", { x1: plot.x(0), x2: plot.x(0), y1: 8, y2: 166, class: "zero" });
  plot.add("path", { d: path(known.map((row) => [plot.x(row.offset_minutes + 2.5), plot.y(row.value)])), class: "line" });
  for (const row of known) plot.add("circle", { cx: plot.x(row.offset_minutes + 2.5), cy: plot.y(row.value), r: 2.5, class: row.value > row.high || row.value < row.low ? "good" : "none" }, row.offset_minutes + " min: " + number(row.value, 4));
  return figure(CLOCK_NAMES[measure] + ", minutes from settlement.", said, plot.root);
}

function comparison(rows) {
  return figure("Symbols that settle every 8 h against shorter intervals, over all instruments.", "Null: no difference.", grid(rows, [
    ["Measure", (row) => CLOCK_NAMES[row.measure] || words(row.measure)],
    ["Difference", (row) => number(row.value) + " " + interval(row.low, row.high, number)],
    ["p", (row) => pText(row.p)],
    ["n instruments", (row) => number(row.n, 6)],
    ["", (row) => row.reason || ""],
  ]));
}
