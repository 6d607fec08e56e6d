// The values under the pointer, the profile beside the map, and the table of the largest cells.

function priceBefore(bars, t) {
  if (!bars) return null;
  const i = indexAt(bars.start, t - 5 * MINUTE);
  return i >= 0 && t - bars.start[i] <= 60 * MINUTE ? bars.close[i] : null;
}

function valueAt(series, t, mostAge) {
  if (!series) return -1;
  const i = indexAt(series.at, t);
  return i >= 0 && t - series.at[i] <= mostAge ? i : -1;
}

function sumRows(codes, map, column, from, to) {
  let sum = 0;
  for (let r = Math.max(0, from); r <= Math.min(map.rows - 1, to); r++) sum += usdOfCode(codes[column * map.rows + r]);
  return sum;
}

// Everything known at a time and price; rows of [text, value, class, name].
function valuesAt(data, t, price) {
  const rows = [["Time, UTC", timeText(t), "", "time"]];
  const map = data.map;
  const column = map ? columnAt(map, t) : -1;
  const from = column >= 0 ? map.starts[column] : t;
  const spot = priceBefore(data.series.bars, from);
  if (spot !== null) rows.push(["Price at the map", priceText(spot), "", "price"]);
  if (map && column < 0) rows.push(["Map", "none at this time", "", "map"]);
  if (column >= 0) rows.push(["Map of", timeText(from), "", "map"]);
  if (column >= 0 && price !== null) rows.push(...cellValues(map, column, price, spot));
  return rows.concat(seriesValues(data, t));
}

function cellValues(map, column, price, spot) {
  const row = rowOfPrice(map, price);
  const inside = row >= 0 && row < map.rows;
  const at = column * map.rows + row;
  const low = bucketEdge(map, row);
  const high = bucketEdge(map, row + 1);
  const rows = [["Cell, price", priceText(low) + " – " + priceText(high), "", "cell"]];
  if (spot !== null) rows.push(["Distance", percentText(Math.sqrt(low * high) / spot - 1, 2), "", "distance"]);
  for (const [name, text] of [["long", "Longs"], ["short", "Shorts"]]) {
    rows.push([text + ", this cell", inside ? usdText(map[name][at]) : "none", name, name]);
    if (hours(state.data) && inside && map[name][at]) rows.push(["of them not opened yet", map[name + "Inflow"][at] + " %", "", name + "-inflow"]);
  }
  rows.push(...aroundValues(map, column, row, spot));
  return rows;
}

function aroundValues(map, column, row, spot) {
  const reach = Math.round(10 / map.step);
  const rows = [
    ["Longs within ±1 %", aboutUsd(sumRows(map.long, map, column, row - reach, row + reach)), "", "long-around"],
    ["Shorts within ±1 %", aboutUsd(sumRows(map.short, map, column, row - reach, row + reach)), "", "short-around"],
  ];
  if (spot === null) return rows;
  const spotRow = rowOfPrice(map, spot);
  const below = row <= spotRow;
  const way = sumRows(below ? map.long : map.short, map, column, Math.min(row, spotRow), Math.max(row, spotRow));
  rows.push([(below ? "Longs" : "Shorts") + " from price to here", aboutUsd(way), "", "way"]);
  return rows;
}

function seriesValues(data, t) {
  const { forced, openInterest, funding } = data.series;
  const rows = [];
  if (forced) {
    const i = valueAt(forced, t, forced.stepMinutes * MINUTE - 1);
    const unit = " per " + stepName(forced.stepMinutes);
    rows.push(["Longs forced" + unit, i < 0 || !forced.longUsd[i] ? "none reported" : shortUsd(forced.longUsd[i], 3), "", "forced-long"]);
    rows.push(["Shorts forced" + unit, i < 0 || !forced.shortUsd[i] ? "none reported" : shortUsd(forced.shortUsd[i], 3), "", "forced-short"]);
  }
  const o = valueAt(openInterest, t, 60 * MINUTE);
  if (openInterest) {
    const usd = o >= 0 && openInterest.unit !== "USD" && openInterest.usd[o] !== null ? " (" + shortUsd(openInterest.usd[o], 3) + ")" : "";
    const unit = openInterest.unit === "base coins" ? " coins" : " " + openInterest.unit;
    rows.push(["Open interest", o < 0 ? "none at this time" : amountText(openInterest.value[o]) + unit + usd, "", "open-interest"]);
  }
  const f = valueAt(funding, t, DAY);
  if (funding) rows.push(["Funding, last " + funding.kind, f < 0 ? "none at this time" : percentText(funding.rate[f], 4), "", "funding"]);
  return rows;
}

function showValues(rows) {
  const list = document.getElementById("values");
  list.replaceChildren(...rows.flatMap(([text, value, kind, name]) => {
    const term = document.createElement("dt");
    const cell = document.createElement("dd");
    term.textContent = text;
    cell.textContent = value;
    cell.dataset.field = name;
    if (kind) cell.className = kind;
    return [term, cell];
  }));
}

// The forced order whose mark is under the pointer, as a row; none if there is none near.
function markValues(data, view, x, y) {
  const marks = data.series.marks;
  let best = -1;
  let bestDistance = 12;
  for (const i of marks ? marksToDraw(view, marks, state.side) : []) {
    const distance = Math.hypot(xOf(view, marks.at[i]) - x, yOf(view, marks.price[i]) - y);
    if (distance < bestDistance) {
      best = i;
      bestDistance = distance;
    }
  }
  if (best < 0) return [];
  const most = marks.highUsd[best];
  const text = (marks.isShort[best] ? "short " : "long ") + shortUsd(marks.usd[best], 3) +
    (marks.prints[best] ? ", " + marks.prints[best] + (marks.prints[best] === 1 ? " print" : " prints") : "") +
    (most && most > marks.usd[best] * 1.001 ? ", at most " + shortUsd(most, 3) : "") +
    " at " + priceText(marks.price[best]) + ", " + timeText(marks.from[best]).slice(11) + " + " + marks.lengthMinutes[best] + " min";
  return [["Mark: forced", text, marks.isShort[best] ? "short" : "long", "mark"]];
}

// Bars of one moment, longs and shorts, on the price axis of the map; length linear in USD.
function drawProfile(ctx, data, view, layout, column, side) {
  const map = data.map;
  if (!map || column < 0) return;
  const first = Math.max(0, rowOfPrice(map, view.p0));
  const last = Math.min(map.rows - 1, rowOfPrice(map, view.p1));
  const sides = side === "both" ? ["long", "short"] : [side];
  let largest = 0;
  for (const name of sides) for (let r = first; r <= last; r++) largest = Math.max(largest, map[name][column * map.rows + r]);
  const most = usdOfCode(largest);
  for (const name of sides) {
    ctx.fillStyle = cssColour("--" + name);
    for (let r = first; r <= last && most > 0; r++) {
      const top = Math.max(view.top, yOf(view, bucketEdge(map, r + 1)));
      const bottom = Math.min(view.top + view.height, yOf(view, bucketEdge(map, r)));
      const width = (usdOfCode(map[name][column * map.rows + r]) / most) * layout.profileWidth;
      if (width > 0) ctx.fillRect(layout.profileLeft, top, width, Math.max(0.7, bottom - top - (bottom - top > 3 ? 1 : 0)));
    }
  }
  drawProfileFrame(ctx, data, view, layout, column, most);
}

function drawProfileFrame(ctx, data, view, layout, column, most) {
  const right = layout.profileLeft + layout.profileWidth;
  ctx.strokeStyle = cssColour("--rule");
  ctx.lineWidth = 1;
  ctx.strokeRect(layout.profileLeft - 0.5, view.top - 0.5, layout.profileWidth + 1, view.height + 1);
  ctx.fillStyle = cssColour("--ink");
  ctx.font = (layout.phone ? 10 : 12) + "px system-ui, 'DejaVu Sans', sans-serif";
  const time = timeText(data.map.starts[column]);
  ctx.fillText(layout.phone ? time.slice(5) : "Profile " + time.slice(5), layout.profileLeft, view.top - 9);
  if (!layout.phone) ctx.fillText("$0", layout.profileLeft, view.top + view.height + 14);
  ctx.textAlign = "right";
  ctx.fillText(shortUsd(most, 3), right, view.top + view.height + 14);
  ctx.textAlign = "left";
  const spot = priceBefore(data.series.bars, data.map.starts[column]);
  if (spot === null || spot < view.p0 || spot > view.p1) return;
  ctx.strokeStyle = cssColour("--price");
  ctx.setLineDash([4, 3]);
  ctx.beginPath();
  ctx.moveTo(layout.profileLeft, yOf(view, spot));
  ctx.lineTo(right, yOf(view, spot));
  ctx.stroke();
  ctx.setLineDash([]);
}

function drawCell(ctx, map, view, column, price) {
  const row = rowOfPrice(map, price);
  const x0 = Math.max(view.left, xOf(view, map.starts[column]));
  const x1 = Math.min(view.left + view.width, xOf(view, map.ends[column]));
  const y0 = yOf(view, bucketEdge(map, row + 1));
  const y1 = yOf(view, bucketEdge(map, row));
  for (const [colour, width] of [[cssColour("--casing"), 3], [cssColour("--price"), 1]]) {
    ctx.strokeStyle = colour;
    ctx.lineWidth = width;
    ctx.strokeRect(x0 - 1, y0 - 1, Math.max(3, x1 - x0 + 2), Math.max(3, y1 - y0 + 2));
  }
}

// Ten largest cells of the last map within 10 % of price.
function largestCells(data) {
  const map = data.map;
  const column = map.columns - 1;
  const spot = priceBefore(data.series.bars, map.starts[column]);
  const cells = [];
  for (const side of ["long", "short"]) {
    for (let r = 0; r < map.rows; r++) {
      const code = map[side][column * map.rows + r];
      const middle = bucketEdge(map, r + 0.5);
      const distance = spot === null ? null : middle / spot - 1;
      if (code > TINY && (distance === null || Math.abs(distance) <= 0.1)) cells.push({ side, row: r, code, distance });
    }
  }
  cells.sort((a, b) => b.code - a.code || a.row - b.row);
  return cells.slice(0, 10);
}

function showZones(data) {
  const body = document.querySelector("#zones tbody");
  const note = document.getElementById("zones-note");
  const section = document.getElementById("zones");
  body.replaceChildren();
  section.classList.remove("stale");
  if (!data.map) {
    note.textContent = "None: " + data.missing.map + ".";
    return;
  }
  const at = data.map.starts[data.map.columns - 1];
  const stale = Date.now() - at > 4 * 60 * MINUTE;
  section.classList.toggle("stale", stale);
  note.textContent = "Map of " + timeText(at) + " UTC, within 10 % of price. " +
    (stale ? "More than four hours old: history, it claims nothing about now." : "Good for the " + (hours(data) > 1 ? hours(data) + " hours" : "hour") + " after that time.");
  body.replaceChildren(...largestCells(data).map((cell) => zoneRow(data.map, cell)));
}

function zoneRow(map, cell) {
  const row = document.createElement("tr");
  const texts = [
    [cell.side === "long" ? "▼ long" : "▲ short", cell.side],
    [priceText(bucketEdge(map, cell.row)) + " – " + priceText(bucketEdge(map, cell.row + 1)), ""],
    [cell.distance === null ? "" : percentText(cell.distance, 2), ""],
    [usdText(cell.code), ""],
  ];
  for (const [text, kind] of texts) {
    const td = document.createElement("td");
    td.textContent = text;
    if (kind) td.className = kind;
    row.append(td);
  }
  return row;
}
