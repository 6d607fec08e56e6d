// Draws the map, the price and the forced orders on a canvas below the axes.

// Each level merges two columns of the one before by the larger code, until few columns are left.
function levelsOf(map, side, maxColumns) {
  const codes = side === "both" ? larger(map.long, map.short) : map[side];
  const levels = [{ codes, starts: map.starts, ends: map.ends }];
  let last = levels[0];
  while (last.starts.length > maxColumns) {
    last = halve(last, map.rows);
    levels.push(last);
  }
  return levels;
}

function larger(a, b) {
  const result = new Uint16Array(a.length);
  for (let i = 0; i < a.length; i++) result[i] = a[i] > b[i] ? a[i] : b[i];
  return result;
}

function halve(level, rows) {
  const columns = Math.ceil(level.starts.length / 2);
  const codes = new Uint16Array(columns * rows);
  const starts = new Float64Array(columns);
  const ends = new Float64Array(columns);
  for (let c = 0; c < columns; c++) {
    const second = Math.min(2 * c + 1, level.starts.length - 1);
    starts[c] = level.starts[2 * c];
    ends[c] = level.ends[second];
    for (let r = 0; r < rows; r++) {
      codes[c * rows + r] = Math.max(level.codes[2 * c * rows + r], level.codes[second * rows + r]);
    }
  }
  return { codes, starts, ends };
}

function rgb(hex) {
  return [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16));
}

function colourAt(stops, place) {
  const at = Math.max(0, Math.min(1, place)) * (stops.length - 1);
  const below = Math.min(stops.length - 2, Math.floor(at));
  return stops[below].map((value, i) => Math.round(value + (stops[below + 1][i] - value) * (at - below)));
}

function paletteStops(palette, dark) {
  const stops = palette.map(rgb);
  return dark ? stops : stops.reverse();
}

// Colour (little-endian RGBA) of every code; no value is clear.
function colourTable(stops, scale) {
  const table = new Uint32Array(65536);
  const low = Math.log10(scale.lowUsd);
  const decades = Math.log10(scale.highUsd) - low;
  for (let code = FIRST; code < 65536; code++) {
    const [r, g, b] = colourAt(stops, (Math.log10(usdOfCode(code)) - low) / decades);
    table[code] = (255 << 24) | (b << 16) | (g << 8) | r;
  }
  return table;
}

function chooseLevel(levels, view) {
  const wanted = (view.t1 - view.t0) / view.width;
  let chosen = levels[0];
  for (const level of levels) {
    const length = (level.ends[level.ends.length - 1] - level.starts[0]) / level.starts.length;
    if (length <= wanted) chosen = level;
  }
  return chosen;
}

// First and last row under each pixel row, top pixel first.
function rowsOfPixels(map, view) {
  const rows = new Int32Array(2 * view.height);
  for (let y = 0; y < view.height; y++) {
    const top = view.p1 - ((view.p1 - view.p0) * y) / view.height;
    const bottom = view.p1 - ((view.p1 - view.p0) * (y + 0.999)) / view.height;
    rows[2 * y] = Math.max(0, rowOfPrice(map, bottom));
    rows[2 * y + 1] = Math.min(map.rows - 1, rowOfPrice(map, top));
  }
  return rows;
}

function columnsOfPixel(level, from, to) {
  const last = indexAt(level.starts, to - 1);
  let first = Math.max(0, indexAt(level.starts, from));
  while (first <= last && level.ends[first] <= from) first++;
  return [first, last];
}

// Part of a cell of the shown side (of both: the larger) that is not opened yet, percent.
function inflowPercent(map, side, at) {
  const shown = side === "both" ? (map.short[at] > map.long[at] ? "short" : "long") : side;
  return map[shown + "Inflow"][at];
}

// Diagonal lines over cells of which more than half is not opened yet.
function hatch(image, map, view, side, ink) {
  const pixels = new Uint32Array(image.data.buffer);
  for (let x = 0; x < view.width; x++) {
    const column = columnAt(map, view.t0 + ((x + 0.5) / view.width) * (view.t1 - view.t0));
    if (column < 0) continue;
    for (let y = (7 - (x % 7)) % 7; y < view.height; y += 7) {
      const row = rowOfPrice(map, view.p1 - ((view.p1 - view.p0) * (y + 0.5)) / view.height);
      if (row < 0 || row >= map.rows || !pixels[y * view.width + x]) continue;
      if (inflowPercent(map, side, column * map.rows + row) > 50) pixels[y * view.width + x] = ink;
    }
  }
}

// The picture at one pixel per CSS pixel; a pixel shows the largest cell that it covers.
function heatPixels(map, level, view, table) {
  const image = new ImageData(view.width, view.height);
  const pixels = new Uint32Array(image.data.buffer);
  const rows = rowsOfPixels(map, view);
  const perPixel = (view.t1 - view.t0) / view.width;
  for (let x = 0; x < view.width; x++) {
    const from = view.t0 + x * perPixel;
    const [first, last] = columnsOfPixel(level, from, from + perPixel);
    for (let y = 0; y < view.height; y++) {
      let code = 0;
      for (let c = first; c <= last; c++) {
        for (let r = rows[2 * y]; r <= rows[2 * y + 1]; r++) {
          const cell = level.codes[c * map.rows + r];
          if (cell > code) code = cell;
        }
      }
      pixels[y * view.width + x] = table[code];
    }
  }
  return image;
}

function xOf(view, t) {
  return view.left + ((t - view.t0) / (view.t1 - view.t0)) * view.width;
}

function yOf(view, price) {
  return view.top + ((view.p1 - price) / (view.p1 - view.p0)) * view.height;
}

// Times without a map are grey: nothing is known there, which is not the same as nothing standing.
function drawGaps(ctx, view, data) {
  const { starts, ends, columns } = data.map;
  const now = data.maps[data.views.findIndex((one) => one.horizonHours === 0)];
  const gap = (from, to) => {
    const x0 = Math.max(view.left, xOf(view, from));
    const x1 = Math.min(view.left + view.width, xOf(view, to));
    if (x1 - x0 < 1 || to - from < MINUTE) return;
    ctx.fillStyle = cssColour("--rule");
    ctx.fillRect(x0, view.top, x1 - x0, view.height);
    const hasNow = now && now !== data.map && now.starts.some((start) => start >= from && start < to);
    const words = hasNow ? "No map: no law of the next " + hours(data) + " h in force" : "No map";
    label(ctx, words, x0 + 6, view.top + view.height - 8, x1 - x0);
  };
  gap(data.startMs, starts[0]);
  for (let c = 0; c + 1 < columns; c++) if (starts[c + 1] > ends[c]) gap(ends[c], starts[c + 1]);
  gap(ends[columns - 1], data.endMs);
}

function drawWarmUp(ctx, view, { warmUp, map }, colour) {
  if (!warmUp) return;
  const x0 = Math.max(view.left, xOf(view, map ? Math.max(warmUp.from, map.starts[0]) : warmUp.from));
  const x1 = Math.min(view.left + view.width, xOf(view, warmUp.to));
  if (x1 <= x0) return;
  ctx.strokeStyle = colour;
  ctx.globalAlpha = 0.35;
  ctx.lineWidth = 1;
  ctx.save();
  ctx.beginPath();
  ctx.rect(x0, view.top, x1 - x0, view.height);
  ctx.clip();
  ctx.beginPath();
  for (let x = x0 - view.height; x < x1; x += 14) {
    ctx.moveTo(x, view.top + view.height);
    ctx.lineTo(x + view.height, view.top);
  }
  ctx.stroke();
  ctx.restore();
  ctx.globalAlpha = 1;
  label(ctx, "Warm-up: the book is still filling", x0 + 6, view.top + 16, x1 - x0);
}

function label(ctx, text, x, y, room) {
  ctx.font = "12px system-ui, 'DejaVu Sans', sans-serif";
  const width = ctx.measureText(text).width;
  if (room !== undefined && width + 12 > room) return;
  ctx.fillStyle = cssColour("--page");
  ctx.globalAlpha = 0.8;
  ctx.fillRect(x - 4, y - 12, width + 8, 17);
  ctx.globalAlpha = 1;
  ctx.fillStyle = cssColour("--ink");
  ctx.fillText(text, x, y);
}

function cssColour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

// Five-minute candles when there is room for them, else a line through the closes.
function drawPrice(ctx, view, bars) {
  if (!bars) return;
  const from = Math.max(0, indexAt(bars.start, view.t0) - 1);
  const to = Math.min(bars.start.length - 1, indexAt(bars.start, view.t1) + 1);
  const barWidth = (view.width * 5 * MINUTE) / (view.t1 - view.t0);
  if (barWidth >= 4) drawCandles(ctx, view, bars, from, to, barWidth);
  else drawLine(ctx, view, bars, from, to);
}

function drawLine(ctx, view, bars, from, to) {
  ctx.beginPath();
  for (let i = from; i <= to; i++) {
    const gap = i === from || bars.start[i] - bars.start[i - 1] > 60 * MINUTE;
    const x = xOf(view, bars.start[i] + 5 * MINUTE);
    const y = yOf(view, bars.close[i]);
    if (gap) ctx.moveTo(x, y);
    else ctx.lineTo(x, y);
  }
  ctx.lineJoin = "round";
  ctx.strokeStyle = cssColour("--casing");
  ctx.lineWidth = 4;
  ctx.stroke();
  ctx.strokeStyle = cssColour("--price");
  ctx.lineWidth = 1.6;
  ctx.stroke();
}

function drawCandles(ctx, view, bars, from, to, barWidth) {
  const ink = cssColour("--price");
  const paper = cssColour("--casing");
  const body = Math.max(2, barWidth * 0.7);
  for (let i = from; i <= to; i++) {
    const x = xOf(view, bars.start[i] + 2.5 * MINUTE);
    const top = yOf(view, Math.max(bars.open[i], bars.close[i]));
    const bottom = yOf(view, Math.min(bars.open[i], bars.close[i]));
    for (const [colour, width] of [[paper, 3], [ink, 1]]) {
      ctx.strokeStyle = colour;
      ctx.lineWidth = width;
      ctx.beginPath();
      ctx.moveTo(x, yOf(view, bars.high[i]));
      ctx.lineTo(x, yOf(view, bars.low[i]));
      ctx.stroke();
      ctx.strokeRect(x - body / 2, top, body, Math.max(1, bottom - top));
    }
    ctx.fillStyle = bars.close[i] >= bars.open[i] ? paper : ink;
    ctx.fillRect(x - body / 2, top, body, Math.max(1, bottom - top));
  }
}

function markSize(usd, largest) {
  return Math.max(2, 11 * Math.sqrt(usd / largest));
}

// The marks to draw: from large to small, one of a side for each place of 14 x 14 pixels.
function marksToDraw(view, marks, side) {
  const taken = new Set();
  const chosen = [];
  for (const i of marks.bySize) {
    const hidden = side !== "both" && (side === "short") !== (marks.isShort[i] === 1);
    if (hidden || marks.price[i] === null || marks.at[i] < view.t0 || marks.at[i] > view.t1) continue;
    const place = [Math.floor(xOf(view, marks.at[i]) / 14), Math.floor(yOf(view, marks.price[i]) / 14), marks.isShort[i]].join();
    if (taken.has(place)) continue;
    taken.add(place);
    chosen.push(i);
  }
  return chosen.reverse();
}

// Triangles with area by notional: down for longs, which are sold, up for shorts, which are bought.
function drawMarks(ctx, view, marks, side) {
  if (!marks) return;
  ctx.lineWidth = 1;
  ctx.strokeStyle = cssColour("--casing");
  const colours = [cssColour("--long"), cssColour("--short")];
  for (const i of marksToDraw(view, marks, side)) {
    const x = xOf(view, marks.at[i]);
    const y = yOf(view, marks.price[i]);
    const size = markSize(marks.usd[i], marks.largest);
    const tip = marks.isShort[i] ? -size : size;
    ctx.beginPath();
    ctx.moveTo(x - size, y - tip * 0.8);
    ctx.lineTo(x + size, y - tip * 0.8);
    ctx.lineTo(x, y + tip);
    ctx.closePath();
    ctx.fillStyle = colours[marks.isShort[i]];
    ctx.fill();
    ctx.stroke();
  }
}
