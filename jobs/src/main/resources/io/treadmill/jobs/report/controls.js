// Controls and texts of the page.

function fillControls() {
  const symbol = document.getElementById("symbol");
  report.instruments.forEach((one, i) => {
    const name = one.asset ? one.asset + " over its instruments" : one.symbol + " (" + one.venue + ", " + one.product.replaceAll("_", " ") + ")";
    symbol.append(new Option(name, i));
  });
}

// The days of what is shown; the same choice stays while they stay.
function fillDays(data) {
  const days = document.getElementById("days");
  document.getElementById("subtitle").textContent = data.from + " to " + data.to + ", all times UTC";
  if (days.dataset.of === data.from + data.to) return;
  days.dataset.of = data.from + data.to;
  days.replaceChildren();
  const all = daysBetween(data.from, data.to);
  days.append(new Option("All " + all.length + (all.length === 1 ? " day" : " days"), data.from + "|" + data.to));
  for (const count of [14, 7, 3]) {
    if (all.length > count) days.append(new Option("Last " + count + " days", all[all.length - count] + "|" + data.to));
  }
  if (all.length > 1) for (const day of all) days.append(new Option(day, day + "|" + day));
}

// The weeks that there are files of; no choice where all is in one.
function fillTimes(index, time) {
  const times = report.instruments[index].times || [];
  const select = document.getElementById("time");
  document.getElementById("time-label").hidden = times.length < 2;
  select.replaceChildren(...times.map((one) => new Option(one === "latest" ? "The last 7 days" : one, one, false, one === time)));
}

function firstTime(index) {
  const { times } = report.instruments[index];
  return times ? times[0] : "";
}

// The symbol that the address names; else the first.
function indexOfAddress() {
  const name = new URLSearchParams(location.search).get("symbol");
  return Math.max(0, report.instruments.findIndex((one) => one.folder && one.folder.split("/")[1] === name));
}

function daysBetween(from, to) {
  const days = [];
  for (let t = Date.parse(from + "T00:00:00Z"); t <= Date.parse(to + "T00:00:00Z"); t += DAY) {
    days.push(new Date(t).toISOString().slice(0, 10));
  }
  return days;
}

function bindControls(dark) {
  document.getElementById("symbol").addEventListener("change", (event) => select(Number(event.target.value), firstTime(Number(event.target.value))).catch(fail));
  document.getElementById("time").addEventListener("change", (event) => select(state.data.index, event.target.value).catch(fail));
  document.getElementById("days").addEventListener("change", () => setWindow(...dayWindow()));
  document.getElementById("theme").addEventListener("click", () => { setTheme(!isDark()); drawn(); });
  dark.addEventListener("change", (event) => { setTheme(event.matches); drawn(); });
  bindButtons("sides", "side", (value) => {
    state.side = value;
    if (state.data.map) state.levels = levelsOf(state.data.map, value, report.maxColumns);
    state.drawn = "";
    drawHeat();
  });
  document.getElementById("hatched").addEventListener("change", (event) => { state.hatched = event.target.checked; drawHeat(); });
  bindButtons("reach", "reach", (value) => {
    state.reach = value;
    const view = currentView();
    setWindow(view.t0, view.t1);
  });
  const zr = chart.getZr();
  zr.on("mousemove", (event) => onMove(event.offsetX, event.offsetY));
  zr.on("globalout", () => showHover(null));
  chart.on("rendered", () => { if (state.data && layout) drawHeat(); });
  stage.addEventListener("keydown", onKey);
  new ResizeObserver(onResize).observe(stage);
}

function bindButtons(group, attribute, action) {
  for (const button of document.querySelectorAll("#" + group + " button")) {
    button.addEventListener("click", () => {
      pressed(group, attribute, button.dataset[attribute]);
      action(button.dataset[attribute]);
    });
  }
}

// Draws the map in new colours: now, or when its page is shown again.
function drawn() {
  if (tabs.shown === "map") render();
  else layout = { ...layout, width: 0 };
}

function onResize() {
  if (!state.data || !layout || !stage.clientWidth) return;
  if (stage.clientWidth !== layout.width || stage.clientHeight !== layout.height) render();
}

function zoomBy(factor) {
  const view = currentView();
  const middle = state.hover ? state.hover.t : (view.t0 + view.t1) / 2;
  setWindow(Math.max(state.data.startMs, middle - (middle - view.t0) * factor), Math.min(state.data.endMs, middle + (view.t1 - middle) * factor));
}

function onKey(event) {
  const actions = {
    ArrowLeft: () => moveCell(-1, 0), ArrowRight: () => moveCell(1, 0),
    ArrowUp: () => moveCell(0, 1), ArrowDown: () => moveCell(0, -1),
    "+": () => zoomBy(0.5), "=": () => zoomBy(0.5), "-": () => zoomBy(2),
    "0": () => { document.getElementById("days").selectedIndex = 0; setWindow(...dayWindow()); },
    Escape: () => showHover(null),
  };
  if (!actions[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  actions[event.key]();
}

// Moves the cell cursor by whole cells, from the last map at its price if there is no cursor yet.
function moveCell(columns, rows) {
  const { data, hover } = state;
  if (!data.map) return;
  const last = data.map.columns - 1;
  const from = hover ? Math.max(0, indexAt(data.map.starts, hover.t)) : last;
  const column = Math.max(0, Math.min(last, from + (hover ? columns : 0)));
  const spot = priceBefore(data.series.bars, data.map.starts[column]);
  const middle = spot === null ? bucketEdge(data.map, data.map.rows / 2) : spot;
  const row = rowOfPrice(data.map, hover && hover.price !== null ? hover.price : middle);
  const next = Math.max(0, Math.min(data.map.rows - 1, row + (hover ? rows : 0)));
  showHover({ t: data.map.starts[column] + data.map.length / 2, price: bucketEdge(data.map, next + 0.5) });
}

// One button a horizon; no choice where there is one map only.
function fillViews(data) {
  const views = document.getElementById("views");
  views.hidden = data.views.length < 2;
  views.querySelectorAll("button").forEach((button) => button.remove());
  data.views.forEach((view, i) => {
    const button = el("button", { type: "button", "data-view": i, "aria-pressed": String(i === state.view) }, viewName(view.horizonHours));
    button.addEventListener("click", () => { showView(i); render(); drawHeat(); });
    views.append(button);
  });
  const ahead = hours(data);
  document.getElementById("scale-title").textContent = "Expected forced notional of a cell " +
    (ahead ? "within " + ahead + " h" : "if price gets there now") + ", USD, log scale";
  document.getElementById("inflow-key").hidden = !ahead;
}

function viewName(ahead) {
  return ahead ? "Next " + ahead + " h" : "If price gets there now";
}

function showTexts(data) {
  document.getElementById("scope").textContent = scopeText(data);
  const ofOne = data.asset ? " Price, marks and bars below are of " + data.symbol + " on " + data.venue + " alone." : "";
  document.getElementById("feed").textContent = feedText(data.series) + ofOne;
  document.getElementById("mark-size").textContent = data.series.marks ? "area: notional, largest " + shortUsd(data.series.marks.largest, 3) : "";
  showOrigin(data);
  const reasons = Object.entries(data.missing).map(([key, reason]) => key.replaceAll("_", " ") + ": " + reason);
  if (data.map && !data.warmUpKnown) reasons.push("warm-up days: the state of the book is not in the lake");
  if (data.series.marks && data.series.marks.price.includes(null)) {
    reasons.push("price of some forced orders: the feed gives totals only; they are in the bars, not on the map");
  }
  document.getElementById("missing").hidden = reasons.length === 0;
  document.querySelector("#missing ul").replaceChildren(...reasons.map((reason) => {
    const item = document.createElement("li");
    item.textContent = reason;
    return item;
  }));
}

function scopeText(data) {
  if (!data.map) return "";
  return "The map stands on a " + data.laws + "." +
    " Where a new law comes into use, at midnight, amounts may jump." +
    (data.laws.includes("before any calibration") ? " Before a calibration the places are more reliable than the level." : "");
}

function feedText({ marks, forced }) {
  if (forced && forced.source) {
    return "No order of the venue itself is known. The bars are totals that an aggregator published: " + forced.source + ".";
  }
  if (!marks) return "";
  const left = marks.left > 0
    ? " The " + marks.at.length.toLocaleString("en-US") + " largest are drawn, " + (100 * marks.shownShare).toFixed(1) + " % of the notional; the bars hold all."
    : "";
  return "Marks are forced orders as the venue reported them (feed rule: " + marks.feedRules.join(", ") +
    "). Where marks would cover each other the largest is drawn: zoom in for the others." + left;
}

function showOrigin(data) {
  const rows = [
    [data.asset ? "At the price of" : "Instrument", data.venue + " / " + data.product.replaceAll("_", " ") + " / " + data.symbol],
    ["Days", report.from + " to " + report.to + " (UTC)"],
    ["Model", data.model || "none"],
    ["Map", data.views.length ? viewName(hours(data)) + (data.views.length > 1 ? " (of " + data.views.length + ")" : "") : "none"],
    ["Grid", data.map ? Math.round(data.map.length / MINUTE) + " min x " + data.map.step * 10 + " bp, " + data.map.columns.toLocaleString("en-US") + " maps" : "none"],
    ["Warm-up days", data.warmUpDays.length ? data.warmUpDays[0] + " to " + data.warmUpDays[data.warmUpDays.length - 1] + ": the book is still filling" : data.warmUpKnown ? "none" : "not known"],
    ["Tables", (data.asset ? "asset_heatmap" : "liquidation_heatmap") + ", realised_liquidations, bars_5m; archive: open_interest, funding"],
  ];
  if (data.otherModels.length) rows.push(["Not shown", "other models in the table: " + data.otherModels.join(", ")]);
  for (const run of report.runs) {
    rows.push(["Run, job " + run.job, run.runId + ", version " + run.codeVersion + ", configuration " + run.configurationHash + ", " + run.finishedAt]);
  }
  if (!report.runs.length) rows.push(["Run", "the ledger has no run of these days"]);
  if (report.writtenAt) rows.push(["Report written", report.writtenAt]);
  document.getElementById("origin").replaceChildren(...rows.flatMap(([name, text]) => {
    const term = document.createElement("dt");
    const value = document.createElement("dd");
    term.textContent = name;
    value.textContent = text;
    return [term, value];
  }));
}

start();
