// The scorecard: sentences, skills with their intervals, reliability.

const HORIZON_NAMES = {
  path_1h: "1 h, given the path", path_4h: "4 h, given the path", path_24h: "24 h, given the path",
  map_1h: "standing map, 1 h ahead", map_4h: "standing map, 4 h ahead", map_24h: "standing map, 24 h ahead",
};
const HEADLINE_BASELINES = ["fine_freshness", "path_only"];
const MAP_BASELINE = "fine_freshness_far";

function svg(name, attributes, text) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (text !== undefined) element.textContent = text;
  return element;
}

// Every baseline given the path hour by hour; then the standing maps against the strongest rule, which knows both sides of
// the price. Given the path it is the same as without its far side.
function shownSkills(skills) {
  const scored = skills.filter((one) => one.skill !== null);
  const order = (one) => (HEADLINE_BASELINES.indexOf(one.baseline) + 3) % 3;
  const hourly = scored.filter((one) => one.horizon === "path_1h" && one.baseline !== MAP_BASELINE).sort((a, b) => order(a) - order(b));
  const maps = ["map_1h", "map_4h", "map_24h"].map((horizon) =>
    scored.find((one) => one.horizon === horizon && one.baseline === MAP_BASELINE)).filter(Boolean);
  return hourly.map((one) => ({ ...one, label: "1 h, given the path: " + one.baseline }))
    .concat(maps.map((one) => ({ ...one, label: HORIZON_NAMES[one.horizon] + ": " + one.baseline })));
}

function skillChart(skills) {
  const rows = shownSkills(skills);
  const [width, left, right, step] = [600, 300, 50, 24];
  const height = rows.length * step + 26;
  const root = svg("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": "Skill against other rules" });
  const x = (value) => left + ((Math.max(-1, Math.min(1, value)) + 1) / 2) * (width - left - right);
  for (const tick of [-1, -0.5, 0, 0.5, 1]) {
    root.append(svg("line", { x1: x(tick), x2: x(tick), y1: 0, y2: height - 20, class: tick === 0 ? "zero" : "axis" }));
    root.append(svg("text", { x: x(tick), y: height - 5, "text-anchor": "middle", class: "quiet" }, String(tick)));
  }
  rows.forEach((row, i) => {
    const y = i * step + step / 2;
    const kind = { BEAT: "good", LOST: "lost" }[row.verdict] || "none";
    root.append(svg("text", { x: 0, y: y + 4, class: kind === "none" ? "quiet" : "" }, row.label));
    if (row.low !== null) root.append(svg("line", { x1: x(row.low), x2: x(row.high), y1: y, y2: y, class: kind, "stroke-width": 2 }));
    root.append(svg("circle", { cx: x(row.skill), cy: y, r: 4.5, class: kind }));
    root.append(svg("text", { x: width, y: y + 4, "text-anchor": "end", class: kind === "none" ? "quiet" : "" }, row.skill.toFixed(2)));
  });
  return root;
}

function reliabilityChart(deciles) {
  const [width, height, left, bottom] = [560, 330, 64, 34];
  const values = deciles.flatMap((one) => [one.predictedUsd, one.realisedUsd, one.lowUsd, one.highUsd]).filter((v) => v > 0);
  const low = Math.floor(Math.log10(Math.min(...values)));
  const high = Math.ceil(Math.log10(Math.max(...values)));
  const part = (value) => (Math.log10(Math.max(value, Math.pow(10, low))) - low) / Math.max(1, high - low);
  const x = (value) => left + part(value) * (width - left - 26);
  const y = (value) => height - bottom - part(value) * (height - bottom - 10);
  const root = svg("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": "Realised against predicted by tenth" });
  for (let decade = low; decade <= high; decade++) {
    const value = Math.pow(10, decade);
    root.append(svg("line", { x1: x(value), x2: x(value), y1: y(Math.pow(10, high)), y2: y(Math.pow(10, low)), class: "axis" }));
    root.append(svg("line", { x1: x(Math.pow(10, low)), x2: x(Math.pow(10, high)), y1: y(value), y2: y(value), class: "axis" }));
    root.append(svg("text", { x: x(value), y: height - bottom + 16, "text-anchor": "middle", class: "quiet" }, shortUsd(value, 1)));
    root.append(svg("text", { x: left - 6, y: y(value) + 4, "text-anchor": "end", class: "quiet" }, shortUsd(value, 1)));
  }
  const ends = [Math.pow(10, low), Math.pow(10, high)];
  root.append(svg("line", { x1: x(ends[0]), y1: y(ends[0]), x2: x(ends[1]), y2: y(ends[1]), class: "zero", "stroke-dasharray": "4 4" }));
  for (const one of deciles) {
    if (one.lowUsd > 0) root.append(svg("line", { x1: x(one.lowUsd), x2: x(one.highUsd), y1: y(one.realisedUsd), y2: y(one.realisedUsd), class: "good", "stroke-width": 2, opacity: 0.5 }));
    root.append(svg("circle", { cx: x(one.predictedUsd), cy: y(one.realisedUsd), r: 5, class: "good" }));
  }
  root.append(svg("text", { x: (left + width) / 2, y: height - 2, "text-anchor": "middle", class: "quiet" }, "predicted an hour and side; bar: 80 % band"));
  return root;
}

const BY_WEEK = [["path_1h", "fine_freshness"], ["path_1h", "path_only"], ["map_1h", MAP_BASELINE], ["map_4h", MAP_BASELINE], ["map_24h", MAP_BASELINE]];

// Skill of each comparison at the end of each week, with its interval: one row a comparison, one column a week.
function historyChart(weeks) {
  const [width, left, right, step] = [1300, 250, 20, 74];
  const rows = BY_WEEK.map(([horizon, baseline]) => ({ label: HORIZON_NAMES[horizon], baseline,
    skills: weeks.map((week) => week.skills.find((one) => one.horizon === horizon && one.baseline === baseline)) }))
    .filter((row) => row.skills.some((one) => one && one.skill !== null));
  const height = rows.length * step + 22;
  const root = svg("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": "Skill by week with intervals" });
  const x = (i) => left + ((i + 0.5) / weeks.length) * (width - left - right);
  weeks.forEach((week, i) => root.append(svg("text", { x: x(i), y: height - 4, "text-anchor": "middle", class: "quiet" }, week.week)));
  rows.forEach((row, r) => {
    const y = (value) => r * step + step / 2 - Math.max(-1, Math.min(1, value)) * (step / 2 - 8);
    root.append(svg("line", { x1: left, x2: width - right, y1: y(0), y2: y(0), class: "zero" }));
    root.append(svg("text", { x: 0, y: y(0) - 4 }, row.label), svg("text", { x: 0, y: y(0) + 13, class: "quiet" }, "against " + row.baseline));
    row.skills.forEach((one, i) => {
      if (!one || one.skill === null) return;
      const kind = { BEAT: "good", LOST: "lost" }[one.verdict] || "none";
      if (one.low !== null) root.append(svg("line", { x1: x(i), x2: x(i), y1: y(one.low), y2: y(one.high), class: kind, "stroke-width": 2 }));
      const dot = svg("circle", { cx: x(i), cy: y(one.skill), r: 4.5, class: kind });
      dot.append(svg("title", {}, weeks[i].week + ", 30 days to " + weeks[i].day + ": skill " + one.skill.toFixed(2) +
        (one.low === null ? ", no interval" : ", 95 % " + one.low.toFixed(2) + " to " + one.high.toFixed(2))));
      root.append(dot, svg("text", { x: x(i) + 9, y: y(one.skill) + 4, class: kind }, one.skill.toFixed(2)));
    });
  });
  return root;
}

function showScores(scores) {
  const section = document.getElementById("scorecard");
  section.hidden = !scores || !scores.day;
  if (section.hidden) return;
  document.getElementById("score-title").textContent = "How good the map was: 30 days to " + scores.day;
  document.getElementById("score-history-figure").hidden = scores.weeks.length < 2;
  document.getElementById("score-history").replaceChildren(historyChart(scores.weeks));
  const words = scores.sentences.map((sentence) => {
    const item = document.createElement("li");
    item.textContent = sentence;
    return item;
  });
  document.getElementById("score-words").replaceChildren(...words);
  const charts = [["score-skills", shownSkills(scores.skills), () => skillChart(scores.skills)],
    ["score-reliability", scores.deciles, () => reliabilityChart(scores.deciles)]];
  for (const [id, rows, draw] of charts) {
    document.getElementById(id).replaceChildren(rows.length ? draw() : document.createTextNode("No scores yet."));
  }
}
