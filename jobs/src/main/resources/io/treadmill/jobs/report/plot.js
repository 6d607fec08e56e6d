// Small plots in SVG, tables and texts of the pages of statistics. Colours are those of the style
// sheet: a plot follows the theme without being drawn again.

function el(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) element.setAttribute(key, value);
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

// Rows of a table of the shown symbol, oldest first.
function tableRows(data, name) {
  const table = data.statistics[name];
  if (!table) return [];
  if (!table.objects) {
    table.objects = table.rows.map((row) => Object.fromEntries(row.map((value, i) => [table.columns[i], value])));
  }
  return table.objects;
}

function meaning(table, column) {
  const words = report.tables[table];
  if (!words) return "";
  return column ? words.columns[column] || "" : words.comment;
}

function isNumber(value) {
  return typeof value === "number" && Number.isFinite(value);
}

function number(value, digits) {
  if (!isNumber(value)) return "–";
  const rounded = Number(value.toPrecision(digits || 3));
  return rounded.toLocaleString("en-US", { maximumSignificantDigits: digits || 3 }).replace("-", "−");
}

function percent(value, digits) {
  return isNumber(value) ? (100 * value).toFixed(digits === undefined ? 1 : digits).replace("-", "−") + " %" : "–";
}

function interval(low, high, text) {
  return isNumber(low) && isNumber(high) ? "[" + text(low) + ", " + text(high) + "]" : "";
}

function pText(p) {
  return isNumber(p) ? (p < 0.001 ? "< .001" : p.toFixed(3).replace(/^0/, "")) : "–";
}

// A p that is not there is not small.
function isSignificant(p) {
  return isNumber(p) && p < 0.05;
}

function words(name) {
  return String(name).replaceAll("_", " ");
}

function usd(value) {
  return isNumber(value) ? (value < 0 ? "−" : "") + shortUsd(Math.abs(value), 3) : "–";
}

function dayMs(day) {
  return Date.parse(day + "T00:00:00Z");
}

// Why there is nothing to draw: no job, no rows, or the reasons of the rows.
function whyEmpty(data, name, column) {
  const rows = tableRows(data, name);
  if (!Object.keys(data.statistics).length) {
    return "The lake has no statistics of these days: run `treadmill run statistics --from " + report.from + " --to " + report.to + "`.";
  }
  if (!rows.length) return "No rows of " + name + " in these days.";
  if (column && rows.some((row) => isNumber(row[column]))) return "";
  const reasons = new Map();
  for (const row of rows) {
    const reason = row.reason || row.lead_reason || row.hazard_reason || "no value";
    reasons.set(reason, (reasons.get(reason) || 0) + 1);
  }
  const texts = Array.from(reasons).sort((a, b) => b[1] - a[1]).slice(0, 4).map(([reason, n]) => reason + " (" + n + (n === 1 ? " row" : " rows") + ")");
  return "No number: " + texts.join("; ") + ".";
}

// A figure with its title, its null and its plot; the reason instead of an empty plot.
function figure(title, note, content, reason) {
  const caption = el("figcaption", {}, el("b", {}, title), " " + note);
  return el("figure", {}, caption, reason ? el("p", { class: "note" }, reason) : content);
}

function panel(title, ...children) {
  return el("section", { class: "panel" }, el("h2", {}, title), ...children);
}

function niceTicks(low, high, count) {
  const span = high - low;
  if (!(span > 0)) return [low];
  const rough = span / count;
  const power = Math.pow(10, Math.floor(Math.log10(rough)));
  const step = [1, 2, 2.5, 5, 10].map((n) => n * power).find((n) => n >= rough);
  const ticks = [];
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) ticks.push(i * step);
  return ticks;
}

function timeTicks(low, high, width) {
  const most = Math.max(3, Math.min(9, width / 75));
  const hours = [1, 3, 6, 12, 24, 48, 120, 240, 720].find((step) => (high - low) / (step * 60 * MINUTE) <= most) || 2160;
  const ticks = [];
  const step = hours * 60 * MINUTE;
  for (let t = Math.ceil(low / step) * step; t <= high; t += step) ticks.push(t);
  const text = (t) => {
    const at = new Date(t);
    const day = at.toLocaleDateString("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });
    return hours < 24 && t % DAY ? at.toISOString().slice(11, 16) : day;
  };
  return ticks.map((t) => [t, text(t)]);
}

// Width of a plot as wide as the page; text keeps its size on a phone.
function pageWidth() {
  return Math.max(330, Math.min(1300, document.getElementById("page-statistics").clientWidth - 28));
}

// Share as the text of a tick, with the digits it needs.
function tickPercent(value) {
  return number(100 * value, 4) + " %";
}

// A dashed line at a value of the y axis, such as the null.
function level(plot, value) {
  plot.add("line", { x1: plot.left, x2: plot.width - plot.right, y1: plot.y(value), y2: plot.y(value), class: "zero" });
}

// Axes of a plot. x and y are [low, high]; xTicks and yTicks pairs of value and text.
function axes(options) {
  const o = { width: 760, height: 200, left: 64, right: 24, top: 8, bottom: 24, label: "Plot", ...options };
  o.width = Math.min(o.width, pageWidth());
  const root = svg("svg", { viewBox: `0 0 ${o.width} ${o.height}`, style: `max-width: ${o.width}px`, role: "img", "aria-label": o.label });
  const x = (value) => o.left + ((value - o.x[0]) / (o.x[1] - o.x[0] || 1)) * (o.width - o.left - o.right);
  const y = (value) => o.height - o.bottom - ((value - o.y[0]) / (o.y[1] - o.y[0] || 1)) * (o.height - o.top - o.bottom);
  for (const [value, text] of o.yTicks || niceTicks(o.y[0], o.y[1], 4).map((v) => [v, (o.yText || number)(v)])) {
    root.append(svg("line", { x1: o.left, x2: o.width - o.right, y1: y(value), y2: y(value), class: "axis" }));
    root.append(svg("text", { x: o.left - 6, y: y(value) + 4, "text-anchor": "end", class: "quiet" }, text));
  }
  for (const [value, text] of o.xTicks || timeTicks(o.x[0], o.x[1], o.width)) {
    root.append(svg("line", { x1: x(value), x2: x(value), y1: o.height - o.bottom, y2: o.height - o.bottom + 4, class: "axis" }));
    root.append(svg("text", { x: x(value), y: o.height - 6, "text-anchor": "middle", class: "quiet" }, text));
  }
  const add = (name, attributes, title) => {
    const shape = svg(name, attributes);
    if (title) shape.append(svg("title", {}, title));
    root.append(shape);
    return shape;
  };
  return { root, x, y, add, left: o.left, right: o.right, width: o.width };
}

function extent(values, include, share) {
  const all = values.filter(isNumber).concat(include || []);
  const low = Math.min(...all);
  const high = Math.max(...all);
  const room = (high - low || Math.abs(high) || 1) * (share === undefined ? 0.06 : share);
  return [low - room, high + room];
}

// A path through points; a missing value breaks it.
function path(points, step) {
  let text = "";
  let open = false;
  let before = 0;
  for (const [px, py] of points) {
    if (!isNumber(py)) {
      open = false;
      continue;
    }
    const place = px.toFixed(1) + " " + py.toFixed(1);
    text += open ? (step ? "L" + px.toFixed(1) + " " + before.toFixed(1) : "") + "L" + place : "M" + place;
    before = py;
    open = true;
  }
  return text;
}

function band(plot, points, kind) {
  const there = points.filter((one) => isNumber(one[1]) && isNumber(one[2]));
  if (!there.length) return;
  const up = there.map((one) => plot.x(one[0]).toFixed(1) + " " + plot.y(one[2]).toFixed(1));
  const down = there.slice().reverse().map((one) => plot.x(one[0]).toFixed(1) + " " + plot.y(one[1]).toFixed(1));
  plot.add("path", { d: "M" + up.concat(down).join("L") + "Z", class: kind || "band" });
}

// The price path of a range of time as the low and high of each pixel.
function drawPath(plot, bars, t0, t1) {
  if (!bars) return;
  const columns = Math.min(900, Math.max(50, bars.start.length));
  const points = [];
  let slot = -1;
  let low = 0;
  let high = 0;
  const flush = () => { if (slot >= 0) points.push([plot.x(t0 + ((slot + 0.5) / columns) * (t1 - t0)), plot.y(low)], [plot.x(t0 + ((slot + 0.5) / columns) * (t1 - t0)), plot.y(high)]); };
  for (let i = 0; i < bars.start.length; i++) {
    if (bars.start[i] < t0 || bars.start[i] >= t1) continue;
    const now = Math.floor(((bars.start[i] - t0) / (t1 - t0)) * columns);
    if (now !== slot) {
      flush();
      slot = now;
      low = bars.close[i];
      high = bars.close[i];
    }
    low = Math.min(low, bars.close[i]);
    high = Math.max(high, bars.close[i]);
  }
  flush();
  plot.add("path", { d: path(points), class: "price" });
}

function priceExtent(bars, t0, t1) {
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; bars && i < bars.start.length; i++) {
    if (bars.start[i] >= t0 && bars.start[i] < t1) {
      low = Math.min(low, bars.close[i]);
      high = Math.max(high, bars.close[i]);
    }
  }
  return low <= high ? [low - (high - low) * 0.06, high + (high - low) * 0.06] : null;
}

// Close of the five minutes that end at an instant; null outside the report.
function closeAt(bars, t) {
  if (!bars || t === null || t === undefined) return null;
  const i = indexAt(bars.start, t - 1);
  return i >= 0 && i < bars.start.length && t - bars.start[i] <= 30 * MINUTE ? bars.close[i] : null;
}

// Rows of a label, a number with its interval, and the null as a line.
function dots(rows, options) {
  const o = { width: 560, left: 170, right: 120, step: 24, zero: 0, text: number, map: (v) => v, ...options };
  const values = rows.flatMap((row) => [row.value, row.low, row.high, row.lower, row.upper]).filter(isNumber).map(o.map);
  const span = o.x ? o.x.map(o.map) : extent(values, o.zero === null ? [] : [o.map(o.zero)]);
  const height = rows.length * o.step + 26;
  const root = svg("svg", { viewBox: `0 0 ${o.width} ${height}`, style: `max-width: ${o.width}px; min-width: ${Math.min(o.width, 560)}px`, role: "img", "aria-label": o.label || "Numbers with intervals" });
  const x = (value) => o.left + ((Math.max(span[0], Math.min(span[1], o.map(value))) - span[0]) / (span[1] - span[0])) * (o.width - o.left - o.right);
  for (const tick of o.ticks || niceTicks(span[0], span[1], 5)) {
    root.append(svg("line", { x1: x(tick), x2: x(tick), y1: 0, y2: height - 20, class: tick === o.zero ? "zero" : "axis" }));
    root.append(svg("text", { x: x(tick), y: height - 5, "text-anchor": "middle", class: "quiet" }, o.text(tick)));
  }
  if (o.zero !== null) root.append(svg("line", { x1: x(o.zero), x2: x(o.zero), y1: 0, y2: height - 20, class: "zero" }));
  rows.forEach((row, i) => {
    const y = i * o.step + o.step / 2;
    const known = isNumber(row.value);
    const away = isNumber(row.low) && (row.low > o.zero || row.high < o.zero);
    const kind = away ? "good" : "none";
    root.append(svg("text", { x: 0, y: y + 4 }, row.label));
    if (isNumber(row.lower)) root.append(svg("line", { x1: x(row.lower), x2: x(row.upper), y1: y, y2: y, class: "thin" }));
    if (known && isNumber(row.low)) root.append(svg("line", { x1: x(row.low), x2: x(row.high), y1: y, y2: y, class: kind, "stroke-width": 2.5 }));
    if (known) root.append(svg("circle", { cx: x(row.value), cy: y, r: 4.5, class: kind }));
    const reason = row.reason || "no value";
    const text = svg("text", { x: o.width, y: y + 4, "text-anchor": "end", class: known ? "" : "quiet" }, known ? row.text || o.text(row.value) : reason.length > 30 ? reason.slice(0, 29) + "…" : reason);
    if (!known) text.append(svg("title", {}, reason));
    root.append(text);
  });
  return root;
}

// A table: columns of [head, cell text of a row, title of a row].
function grid(rows, columns) {
  const head = el("tr", {}, ...columns.map(([name]) => el("th", { scope: "col" }, name)));
  const body = rows.map((row) => el("tr", {}, ...columns.map(([, text, title, kind]) => {
    const value = text(row);
    const cell = el("td", kind && kind(row) ? { class: kind(row) } : {}, value === null || value === undefined ? "–" : value);
    if (title && title(row)) cell.title = title(row);
    return cell;
  })));
  return el("div", { class: "scroll" }, el("table", {}, el("thead", {}, head), el("tbody", {}, ...body)));
}

function key(entries) {
  return el("ul", { class: "key" }, ...entries.map(([kind, text]) => el("li", {}, el("i", { class: kind }), text)));
}
