// Flushes, the treadmill sequence, and the totals of weeks.

const HOUR = 60 * MINUTE;
const MOST_CARDS = 8;

function flushPage(data) {
  const rows = tableRows(data, "flush");
  const largest = rows.slice().sort((a, b) => Math.abs(b.move_bp) - Math.abs(a.move_bp)).slice(0, MOST_CARDS).sort((a, b) => b.start_ts - a.start_ts);
  const more = rows.length > largest.length ? " The " + largest.length + " largest of " + rows.length + " by move." : " n = " + rows.length + ".";
  const count = (verdict) => rows.filter((row) => row.verdict === verdict).length;
  const note = meaning("flush") + ". Events by a rule, not a test: no null is claimed for one of them. " + meaning("flush", "verdict") + ". Cleared " + count("cleared") + ", reloaded " + count("reloaded") + ", undecided " + count("undecided") + ", unknown " + rows.filter((row) => !row.verdict).length + "." + more;
  const cards = el("div", { class: "cards flushes" }, ...largest.map((row) => flushCard(data, row)));
  return [panel("Flushes, latest first", figure("Before, during, after.", note, cards, rows.length ? "" : whyEmpty(data, "flush")))];
}

function flushCard(data, row) {
  const t0 = row.start_ts - 3 * HOUR;
  const t1 = row.end_ts + 12 * HOUR;
  const { bars } = data.series;
  const prices = priceExtent(bars, t0, t1);
  const title = (row.side === "long" ? "Longs" : "Shorts") + " forced, " + timeText(row.start_ts) + " UTC";
  let picture = el("p", { class: "note" }, "The price around it lies outside this report.");
  if (prices) {
    const plot = axes({ width: 640, height: 160, x: [t0, t1], y: prices, yText: axisPrice, left: 58, label: title });
    plot.add("rect", { x: plot.x(row.start_ts), width: Math.max(1, plot.x(row.end_ts) - plot.x(row.start_ts)), y: 8, height: 128, class: "during" }, "the flush");
    drawPath(plot, bars, t0, t1);
    picture = plot.root;
  }
  const facts = (name, pairs) => el("div", {}, el("h4", {}, name), el("dl", {}, ...pairs.filter(([, text]) => text).flatMap(([term, text]) => [el("dt", {}, term), el("dd", {}, text)])));
  // Over the drop it may be above 1, where positions were opened meanwhile; of the positions that closed it may not.
  const overDrop = isNumber(row.forced_share) ? "x" + number(row.forced_share) : "";
  const ofClosed = isNumber(row.forced_share_low) && isNumber(row.forced_share_high) ? percent(row.forced_share_low, 0) + " to " + percent(row.forced_share_high, 0) : "";
  return el("article", { class: "card" },
    el("h3", {}, title, el("span", { class: "tag " + (row.verdict || "unknown") }, row.verdict || "unknown")), picture,
    el("div", { class: "three" },
      facts("Before", [["Open interest", isNumber(row.open_interest) ? shortAmount(row.open_interest) : "unknown"], ["Funding", isNumber(row.funding_before) ? percent(row.funding_before, 4) : "unknown"]]),
      facts("During", [["Move", number(row.move_bp, 4) + " bp"], ["Legs", String(row.legs)], ["Forced", isNumber(row.forced_usd) ? usd(row.forced_usd) : "unknown"], ["at most", isNumber(row.forced_high_usd) && row.forced_high_usd > row.forced_usd ? usd(row.forced_high_usd) : ""],
        ["Over map", isNumber(row.realised_over_predicted) ? "x" + number(row.realised_over_predicted) : ""], ["Origin", row.origin ? words(row.origin) : ""], ["Told by", row.trigger]]),
      facts("After", [["Open interest", isNumber(row.drop_percent) ? "−" + number(row.drop_percent) + " %" : "unknown"], ["Forced over drop", overDrop], ["Forced of closed", ofClosed], ["Back in 6 h", percent(row.rebuilt_share, 0)], ["Funding", isNumber(row.funding_after) ? percent(row.funding_after, 4) : "unknown"],
        ["Prints halve", isNumber(row.half_life_minutes) ? number(row.half_life_minutes) + " min" : ""], ["At 4 h, 12 h", [row.verdict_4h, row.verdict_12h].filter(Boolean).join(", ")]])),
    row.reason ? el("p", { class: "quiet small" }, row.reason) : null);
}

function treadmillPage(data) {
  return [
    panel("The treadmill sequence", episodeFigure(data), baseRateFigure(data)),
    panel("Rebuilt on the bounce", reloadFigure(data)),
  ];
}

function episodeFigure(data) {
  const rows = tableRows(data, "treadmill_episode");
  const { bars } = data.series;
  const prices = priceExtent(bars, data.startMs, data.endMs);
  const plot = axes({ width: 1300, height: 330, x: [data.startMs, data.endMs], y: prices || [0, 1], yTicks: prices ? undefined : [], yText: axisPrice, label: "Price with first legs, bounces and second legs" });
  drawPath(plot, bars, data.startMs, data.endMs);
  for (const row of rows) {
    const points = [[row.t0, ""], [row.t1, "first"], [row.t2, "bounce"], [row.completed ? row.t4 : null, "second"]];
    let last = null;
    for (const [t, kind] of points) {
      const price = closeAt(bars, t);
      if (price === null) continue;
      if (last) plot.add("line", { x1: plot.x(last[0]), y1: plot.y(last[1]), x2: plot.x(t), y2: plot.y(price), class: "leg " + kind }, words(row.direction) + " " + kind + ", " + timeText(row.start_ts) + " UTC, first leg " + number(row.leg1_bp, 4) + " bp" + (row.completed ? ", completed" : ""));
      if (kind) plot.add("circle", { cx: plot.x(t), cy: plot.y(price), r: 3.2, class: "leg " + kind }, timeText(t) + " UTC");
      last = [t, price];
    }
  }
  const completed = rows.filter((row) => row.completed).length;
  const note = meaning("treadmill_episode") + ". Events by a rule: what they mean is told by the rate below. n = " + rows.length + ", completed " + completed + ", with an orderly bounce " + rows.filter((row) => row.orderly).length + ".";
  const entries = [["leg first", "first leg"], ["leg bounce", "bounce"], ["leg second", "second leg"]];
  const list = grid(rows.slice(-12).reverse(), [
    ["Start, UTC", (row) => timeText(row.start_ts)], ["Direction", (row) => row.direction], ["First leg, bp", (row) => number(row.leg1_bp, 4)], ["Bounce, bp", (row) => number(row.bounce_bp, 4)],
    ["Orderly", (row) => (row.orderly === true ? "yes" : row.orderly === false ? "no" : "–"), () => meaning("treadmill_episode", "orderly")], ["Efficiency", (row) => number(row.bounce_efficiency, 2), () => meaning("treadmill_episode", "bounce_efficiency")],
    ["Second leg beyond, bp", (row) => number(row.leg2_beyond_bp, 4)], ["Completed", (row) => (row.completed ? "yes" : "no")],
    ["Matched chance (null)", (row) => percent(row.matched_chance, 0), () => meaning("treadmill_episode", "matched_chance")],
    ["", (row) => row.reason || ""],
  ]);
  return figure("Episodes on the price.", note, el("div", {}, plot.root, key(entries), list), rows.length ? "" : whyEmpty(data, "treadmill_episode"));
}

function baseRateFigure(data) {
  const rows = tableRows(data, "treadmill_base_rate");
  const known = rows.filter((row) => isNumber(row.rate));
  const plots = known.map((row) => {
    const settle = isNumber(row.more_episodes) ? number(row.more_episodes, 4) + " episodes more would settle a lift as seen" : "none seen that more episodes would settle";
    const picture = dots([
      { label: "bounce and second leg", value: row.rate, low: row.rate_low, high: row.rate_high, text: percent(row.rate, 0) + " of " + row.n },
      { label: "matched windows (null)", value: row.matched_rate, text: percent(row.matched_rate, 0) },
    ], { zero: row.matched_rate, width: 620, text: (v) => percent(v, 0) });
    return el("div", {}, el("h3", {}, row.pooled ? "All assets" : "This asset"), picture,
      el("p", { class: "small" }, "Lift x" + number(row.lift) + " " + interval(row.lift_low, row.lift_high, number) + ", p " + pText(row.p) + " (one-sided), z by days " + number(row.z) + ", n = " + row.n + " episodes on " + row.days_with_episodes + " days, " + row.n_from_volume + " told by volume; least lift that this n can show x" + number(row.least_lift) + "; " + settle + "."));
  });
  return figure("Rate against matched windows.", meaning("treadmill_base_rate") + ".", el("div", { class: "cards" }, ...plots), known.length ? "" : whyEmpty(data, "treadmill_base_rate", "rate"));
}

function reloadFigure(data) {
  const rows = tableRows(data, "reload");
  const known = rows.filter((row) => isNumber(row.rebuilt_share));
  const plot = axes({ width: 760, height: 220, x: [data.startMs, data.endMs], y: [-0.2, 2], yText: tickPercent, label: "Rebuilt over lost" });
  level(plot, 1);
  for (const row of known) {
    plot.add("circle", { cx: plot.x(row.start_ts), cy: plot.y(Math.max(-0.2, Math.min(2, row.rebuilt_share))), r: 4, class: row.event === "flush" ? "good" : "open" },
      row.event + ", " + timeText(row.start_ts) + " UTC: " + percent(row.rebuilt_share, 0) + " of " + shortAmount(row.open_interest_lost) + ", half in " + number(row.half_life_minutes) + " min, funding " + number(row.funding_rebound_bp) + " bp");
  }
  const note = meaning("reload") + ". 100 %: all is back; values outside the frame stand at its edge. A description of events. Median " + percent(known.length ? median(known.map((row) => row.rebuilt_share)) : NaN, 0) + ", n = " + known.length + " of " + rows.length + ".";
  return figure("Open interest rebuilt / lost by the top of the bounce.", note, el("div", {}, plot.root, key([["dot good", "flush"], ["dot open", "treadmill"]])), known.length ? "" : whyEmpty(data, "reload", "rebuilt_share"));
}

function weekPage(data) {
  const rows = tableRows(data, "liquidation_week");
  const rules = Array.from(new Set(rows.map((row) => row.venue_set + "|" + row.feed_rule)));
  if (!rules.length) return [panel("Totals of weeks", figure("", "", null, whyEmpty(data, "liquidation_week")))];
  const intro = el("p", { class: "quiet small" }, meaning("liquidation_week") + ". Bars: sums of whole weeks as reported; open bars: the hours known of weeks with hours missing. Band: 10 to 90 % of the whole weeks before each week, line: their median; with under 8 such weeks none is drawn. " + meaning("liquidation_week", "percentile") + ". Totals of different sets of venues are not comparable.");
  return [intro].concat(rules.map((rule) => panel("Feed rule: " + rows.find((row) => row.venue_set + "|" + row.feed_rule === rule).feed_rule,
    el("div", { class: "cards" }, ...["long", "short"].map((side) => weekFigure(rows.filter((row) => row.venue_set + "|" + row.feed_rule === rule && row.side === side), side))))));
}

function quantileOf(sorted, q) {
  const place = q * (sorted.length - 1);
  const below = Math.floor(place);
  return sorted[below] + (place - below) * (sorted[Math.min(below + 1, sorted.length - 1)] - sorted[below]);
}

function weekFigure(rows, side) {
  const weeks = rows.slice().sort((a, b) => (a.day < b.day ? -1 : 1));
  const last = weeks[weeks.length - 1];
  const heights = weeks.flatMap((row) => [row.raw_usd, row.floor_usd]).filter(isNumber);
  if (!heights.length) return figure(words(side) + "s forced.", "", null, (last && last.reason) || "No total of a whole week.");
  const step = Math.max(1, Math.ceil(weeks.length / 9));
  const plot = axes({ width: 640, height: 240, x: [-0.5, weeks.length - 0.5], y: [0, Math.max(...heights) * 1.05], yText: (v) => shortUsd(v, 2),
    xTicks: weeks.map((row, i) => [i, row.iso_week.slice(2)]).filter(([i]) => i % step === 0), label: "Forced " + side + "s by week" });
  const bands = [];
  const middles = [];
  const before = [];
  weeks.forEach((row, i) => {
    const sorted = before.slice().sort((a, b) => a - b);
    if (sorted.length >= 8) {
      bands.push([i, quantileOf(sorted, 0.1), quantileOf(sorted, 0.9)]);
      middles.push([plot.x(i), plot.y(quantileOf(sorted, 0.5))]);
    }
    if (isNumber(row.raw_usd)) before.push(row.raw_usd);
  });
  band(plot, bands);
  weeks.forEach((row, i) => {
    const value = isNumber(row.raw_usd) ? row.raw_usd : row.floor_usd;
    const width = Math.max(1, (plot.x(1) - plot.x(0)) * 0.7);
    plot.add("rect", { x: plot.x(i) - width / 2, width, y: plot.y(value), height: Math.max(0, plot.y(0) - plot.y(value)), class: (isNumber(row.raw_usd) ? "bar " : "bar open ") + side },
      row.iso_week + ": " + usd(row.raw_usd) + (isNumber(row.raw_usd) ? "" : " (known hours " + usd(row.floor_usd) + ", " + row.hours_with_totals + " of 168)") + (isNumber(row.percentile) ? ", percentile " + percent(row.percentile, 0) + ", rank " + row.rank + " of " + (row.n + 1) : "") + (row.rule_breaks ? ", rule breaks " + row.rule_breaks : ""));
  });
  plot.add("path", { d: path(middles), class: "line" });
  const shown = weeks.filter((row) => isNumber(row.raw_usd)).pop();
  const breaks = Array.from(new Set(weeks.map((row) => row.rule_breaks).filter(Boolean)));
  const said = shown ? shown.iso_week + ": " + usd(shown.raw_usd) + " " + interval(shown.low_usd, shown.high_usd, usd) + (isNumber(shown.percentile) ? ", percentile " + percent(shown.percentile, 0) + ", rank " + shown.rank + " among n = " + shown.n + " earlier weeks" : ", no earlier week to compare with") + (isNumber(shown.per_open_interest) ? ", " + percent(shown.per_open_interest, 2) + " of open interest, " + percent(shown.per_volume, 3) + " of volume of " + shown.instruments_known : "") + "." : (last && last.reason) || "";
  return figure((side === "long" ? "Longs" : "Shorts") + " forced, USD a week.", said + (breaks.length ? " Feed rules changed: " + breaks.join("; ") + "." : " No rule break marked."), plot.root);
}
