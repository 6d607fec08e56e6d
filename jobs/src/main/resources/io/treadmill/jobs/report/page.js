// The page: state, controls, and what happens when something changes.

// The report: head and, in a complete file, all instruments with their data; else the files in which each instrument has its
// data. Its days and runs are those of the data that is shown.
const report = JSON.parse(document.getElementById("data").textContent);
const loaded = new Map();
const scales = new Map();
const state = { data: null, view: 0, hatched: true, side: "both", reach: "10", hover: null, drawn: "", levels: null, table: null, drawMs: 0 };
const stage = document.getElementById("stage");
const heat = document.getElementById("heat");
const over = document.getElementById("over");
let chart = null;
let layout = null;

function isDark() {
  return document.documentElement.dataset.theme === "dark";
}

function setTheme(dark) {
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  document.documentElement.style.colorScheme = dark ? "dark" : "light";
  document.getElementById("theme").textContent = dark ? "Light" : "Dark";
}

function fromMinutes(minutes, start) {
  return Float64Array.from(minutes, (minute) => start + minute * MINUTE);
}

// Times become milliseconds; the raw arrays stay as they came.
function withTimes(series, start) {
  const { bars, marks, forced, openInterest, funding } = series;
  if (bars) bars.start = fromMinutes(bars.minute, start);
  if (marks) {
    marks.from = fromMinutes(marks.minute, start);
    marks.at = marks.from.map((t, i) => t + marks.lengthMinutes[i] * 0.5 * MINUTE);
    marks.bySize = Array.from(marks.usd.keys()).sort((a, b) => marks.usd[b] - marks.usd[a]);
    marks.largest = marks.usd.reduce((a, b) => Math.max(a, b), 0);
  }
  for (const one of [forced, openInterest, funding]) if (one) one.at = Array.from(fromMinutes(one.minute, start));
  return series;
}

// The widest prices the axis shows: those of the map, or of the bars.
function widestPrices(map, bars) {
  if (map) return [bucketEdge(map, 0), bucketEdge(map, map.rows)];
  if (bars) return [Math.min(...bars.low) * 0.97, Math.max(...bars.high) * 1.03];
  return [0, 1];
}

// A file of data calls treadmillData with a report of one instrument.
function fetchReport(file) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    window.treadmillData = resolve;
    script.src = file;
    script.addEventListener("error", () => reject(new Error("cannot load " + file)));
    document.head.append(script);
  });
}

async function load(index, time) {
  const name = index + "|" + time;
  if (loaded.has(name)) return loaded.get(name);
  const one = report.instruments[index];
  const source = one.folder ? await fetchReport(one.folder + time + ".js") : { ...report, instruments: [one] };
  const data = await unpack(index, source);
  loaded.set(name, data);
  return data;
}

// Makes what is drawn of a report of one instrument. Colours are those of what was shown of it first.
async function unpack(index, source) {
  const raw = source.instruments[0];
  const startMs = Date.parse(source.from + "T00:00:00Z");
  if (!scales.has(index)) scales.set(index, raw.scale);
  const [maps, series, statistics] = await Promise.all([
    Promise.all(raw.views.map((view) => unpackMap(view.maps))), inflateJson(raw.series), inflateJson(raw.statistics)]);
  withTimes(series, startMs);
  const map = maps.length ? maps[0] : null;
  const { from, to, runs, writtenAt } = source;
  const data = { ...raw, index, from, to, runs, writtenAt, scale: scales.get(index), maps, map, series, statistics, startMs, endMs: Date.parse(to + "T00:00:00Z") + DAY };
  data.reach = widestPrices(map, series.bars);
  data.warmUp = raw.warmUpDays.length ? {
    from: Date.parse(raw.warmUpDays[0] + "T00:00:00Z"),
    to: Date.parse(raw.warmUpDays[raw.warmUpDays.length - 1] + "T00:00:00Z") + DAY,
  } : null;
  return data;
}

// Prices to show for a range of time: the path and the chosen reach around it.
function priceWindow(data, t0, t1) {
  const { bars } = data.series;
  if (state.reach === "all" || !bars) return data.reach;
  const from = Math.max(0, indexAt(bars.start, t0));
  const to = Math.max(from, indexAt(bars.start, t1 - 1));
  let low = Infinity;
  let high = 0;
  for (let i = from; i <= to; i++) {
    low = Math.min(low, bars.low[i]);
    high = Math.max(high, bars.high[i]);
  }
  const part = Number(state.reach) / 100;
  return [Math.max(data.reach[0], low * (1 - part)), Math.min(data.reach[1], high * (1 + part))];
}

function dayWindow() {
  const [from, to] = document.getElementById("days").value.split("|");
  return [Date.parse(from + "T00:00:00Z"), Date.parse(to + "T00:00:00Z") + DAY];
}

// What the map shows now, in CSS pixels, time and price.
function currentView() {
  const grid = layout.grids[0];
  const width = Math.round(layout.width - grid.left - grid.right);
  const height = Math.round(grid.height);
  const [t0, p1] = chart.convertFromPixel({ gridIndex: 0 }, [grid.left, grid.top]);
  const [t1, p0] = chart.convertFromPixel({ gridIndex: 0 }, [grid.left + width, grid.top + height]);
  return { left: grid.left, top: grid.top, width, height, t0, t1, p0, p1 };
}

function prepare(canvas) {
  const ratio = Math.min(2, window.devicePixelRatio || 1);
  canvas.width = Math.round(layout.width * ratio);
  canvas.height = Math.round(layout.height * ratio);
  const ctx = canvas.getContext("2d");
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  ctx.clearRect(0, 0, layout.width, layout.height);
  return ctx;
}

function drawHeat() {
  const view = currentView();
  const key = [view.t0, view.t1, view.p0, view.p1, view.width, view.height, isDark(), state.side, state.view, state.hatched, state.data.index, state.data.from].join();
  if (key === state.drawn) return;
  const began = performance.now();
  state.drawn = key;
  const ctx = prepare(heat);
  ctx.fillStyle = cssColour("--map");
  ctx.fillRect(view.left, view.top, view.width, view.height);
  if (state.data.map) {
    drawMap(ctx, view);
    drawGaps(ctx, view, state.data);
  }
  ctx.save();
  ctx.beginPath();
  ctx.rect(view.left, view.top, view.width, view.height);
  ctx.clip();
  drawWarmUp(ctx, view, state.data, cssColour("--quiet"));
  drawMarks(ctx, view, state.data.series.marks, state.side);
  drawPrice(ctx, view, state.data.series.bars);
  ctx.restore();
  drawOver();
  state.drawMs = performance.now() - began;
}

function drawMap(ctx, view) {
  const level = chooseLevel(state.levels, view);
  const image = heatPixels(state.data.map, level, view, state.table);
  if (state.hatched && hours(state.data) > 0) {
    const [r, g, b] = rgb(cssColour("--map"));
    hatch(image, state.data.map, view, state.side, ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0);
  }
  const buffer = document.createElement("canvas");
  buffer.width = view.width;
  buffer.height = view.height;
  buffer.getContext("2d").putImageData(image, 0, 0);
  ctx.imageSmoothingEnabled = false;
  ctx.drawImage(buffer, view.left, view.top, view.width, view.height);
}

function drawOver() {
  const { data, hover } = state;
  const view = currentView();
  const ctx = prepare(over);
  if (!data.map) return;
  const hovered = hover ? columnAt(data.map, hover.t) : -1;
  const column = hovered >= 0 ? hovered : data.map.columns - 1;
  drawProfile(ctx, data, view, layout, column, state.side);
  if (hovered >= 0 && hover.price !== null) drawCell(ctx, data.map, view, hovered, hover.price);
}

function lastMoment(data) {
  const { map, series } = data;
  if (map) return map.starts[map.columns - 1];
  return series.bars ? series.bars.start[series.bars.start.length - 1] : data.endMs - MINUTE;
}

function showHover(hover, x, y) {
  state.hover = hover;
  const { data } = state;
  const t = hover ? hover.t : lastMoment(data);
  const rows = valuesAt(data, t, hover ? hover.price : null);
  const marks = hover && x !== undefined ? markValues(data, currentView(), x, y) : [];
  document.getElementById("readout-title").textContent = hover ? "Values under the pointer" : "Values at the last moment";
  showValues(rows.concat(marks));
  drawOver();
}

function onMove(x, y) {
  const view = currentView();
  if (x < view.left || x > view.left + view.width) return showHover(null);
  const t = view.t0 + ((x - view.left) / view.width) * (view.t1 - view.t0);
  const inMap = y >= view.top && y <= view.top + view.height;
  const price = inMap ? view.p1 - ((y - view.top) / view.height) * (view.p1 - view.p0) : null;
  return showHover({ t, price }, x, y);
}

function setWindow(t0, t1) {
  zoomTo(t0, t1, ...priceWindow(state.data, t0, t1));
}

function zoomTo(t0, t1, p0, p1) {
  chart.dispatchAction({
    type: "dataZoom",
    batch: [{ dataZoomIndex: 0, startValue: t0, endValue: t1 }, { dataZoomIndex: 1, startValue: p0, endValue: p1 }],
  });
}

function render() {
  const [t0, t1] = dayWindow();
  const [p0, p1] = priceWindow(state.data, t0, t1);
  layout = layoutOf(stage.clientWidth, stage.clientHeight);
  state.drawn = "";
  state.table = colourTable(paletteStops(report.palette, isDark()), state.data.scale);
  chart.resize();
  chart.setOption(chartOption(state.data, layout, { t0, t1, p0, p1 }), { notMerge: true });
  drawScale();
  showHover(null);
}

function drawScale() {
  const canvas = document.getElementById("scale");
  canvas.width = canvas.clientWidth || 400;
  const ctx = canvas.getContext("2d");
  const stops = paletteStops(report.palette, isDark());
  for (let x = 0; x < canvas.width; x++) {
    ctx.fillStyle = "rgb(" + colourAt(stops, x / (canvas.width - 1)).join() + ")";
    ctx.fillRect(x, 0, 1, canvas.height);
  }
  const { lowUsd, highUsd } = state.data.scale;
  const decades = Math.round(Math.log10(highUsd / lowUsd));
  const labels = [];
  for (let i = 0; i <= decades; i++) {
    const span = document.createElement("span");
    const sign = i === 0 ? "≤ " : i === decades ? "≥ " : "";
    span.textContent = sign + shortUsd(lowUsd * Math.pow(10, i), 1);
    labels.push(span);
  }
  document.getElementById("scale-labels").replaceChildren(...labels);
}

async function select(index, time) {
  state.data = await load(index, time);
  const { from, to, runs, writtenAt } = state.data;
  Object.assign(report, { from, to, runs, writtenAt });
  fillTimes(index, time);
  fillDays(state.data);
  document.getElementById("night").textContent = state.data.night;
  showView(Math.min(state.view, Math.max(0, state.data.maps.length - 1)));
  showScores(state.data.scores);
  drawTab();
  if (tabs.shown === "map") render();
}

// Hours of the horizon of the map that is shown; 0: now.
function hours(data) {
  return data.views.length ? data.views[state.view].horizonHours : 0;
}

// Takes one of the maps of an instrument: the rest of the page follows.
function showView(view) {
  state.view = view;
  state.data.map = state.data.maps.length ? state.data.maps[view] : null;
  state.levels = state.data.map ? levelsOf(state.data.map, state.side, report.maxColumns) : null;
  fillViews(state.data);
  showTexts(state.data);
  showZones(state.data);
}

function pressed(group, attribute, value) {
  for (const button of document.querySelectorAll("#" + group + " button")) {
    button.setAttribute("aria-pressed", String(button.dataset[attribute] === value));
  }
}

function start() {
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  setTheme(dark.matches);
  chart = echarts.init(document.getElementById("panels"), null, { renderer: "canvas" });
  window.treadmill = { pixelOf, view: currentView, zoom: zoomTo, levels: levelsOf, draw: drawHeat, state };
  fillControls();
  fillTabs();
  bindControls(dark);
  const first = indexOfAddress();
  document.getElementById("symbol").selectedIndex = first;
  select(first, firstTime(first)).then(() => {
    drawHeat();
    showTab(tabOfAddress());
    window.treadmill.readyMs = performance.now();
    document.body.dataset.ready = "true";
  }).catch(fail);
}

function fail(error) {
  const note = document.getElementById("failure");
  note.hidden = false;
  note.textContent = "DecompressionStream" in window
    ? "The report cannot be drawn: " + error.message
    : "This browser is too old to unpack the report: it needs DecompressionStream (Chrome 80, Firefox 113, Safari 16.4 or later).";
  throw error;
}

// Page coordinates of a time and price, for tests.
function pixelOf(t, price) {
  const view = currentView();
  const box = stage.getBoundingClientRect();
  return [box.left + stage.clientLeft + xOf(view, t), box.top + stage.clientTop + yOf(view, price)];
}
