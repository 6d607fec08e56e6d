// Axes, zoom and the series below the map, drawn by ECharts. The map itself is drawn below its first grid.

const PANELS = ["map", "forced", "openInterest", "funding"];
const MISSING_KEYS = { map: "map", forced: "liquidations", openInterest: "open_interest", funding: "funding" };

// Places in CSS pixels of the four grids, and of the profile right of the map.
function layoutOf(width, height) {
  const phone = width < 600;
  const left = phone ? 52 : 76;
  const profile = phone ? 66 : Math.min(230, Math.round(width * 0.17));
  const right = profile + 14;
  const small = phone ? 62 : 84;
  const gap = phone ? 30 : 32;
  const bottom = phone ? 30 : 34;
  const top = 26;
  const below = 3 * (small + gap);
  const mapHeight = height - top - bottom - below;
  const grids = [{ left, right, top, height: mapHeight }];
  for (let i = 0; i < 3; i++) {
    grids.push({ left, right, top: top + mapHeight + gap + i * (small + gap) + 6, height: small - 6 });
  }
  return { phone, grids, width, height, profileLeft: width - profile - 2, profileWidth: profile - 6 };
}

function panelTitles(data, layout, ink) {
  const funding = data.series.funding;
  const names = {
    map: "Price, quote units",
    forced: forcedTitle(data.series.forced, layout),
    openInterest: "Open interest, " + (data.series.openInterest ? data.series.openInterest.unit : "none"),
    funding: "Funding rate (" + (funding ? funding.kind : "none") + "), % per " + fundingInterval(funding),
  };
  return PANELS.map((panel, i) => ({
    text: names[panel],
    left: layout.phone ? 4 : layout.grids[i].left,
    top: layout.grids[i].top - 21,
    padding: 0,
    textStyle: { color: ink, fontSize: 12, fontWeight: "normal" },
  }));
}

function forcedTitle(forced, layout) {
  const unit = "USD per " + (forced ? stepName(forced.stepMinutes) : "interval");
  const what = layout.phone ? "Forced" : forced && forced.source ? "Forced orders, " + forced.source : "Forced orders reported";
  return what + ", " + unit + ": shorts up, longs down";
}

function stepName(minutes) {
  return minutes === 60 ? "hour" : minutes % 60 ? minutes + " min" : minutes / 60 + " h";
}

function fundingInterval(funding) {
  const minutes = funding ? median(funding.intervalMinutes.filter((value) => value !== null)) : 0;
  return minutes ? minutes / 60 + " h" : "interval";
}

function missingNotes(data, layout, quiet) {
  return PANELS.map((panel, i) => [data.missing[MISSING_KEYS[panel]], i])
    .filter(([reason]) => reason)
    .map(([reason, i]) => ({
      text: reason,
      left: layout.grids[i].left + 10,
      top: layout.grids[i].top + layout.grids[i].height / 2 - 8,
      padding: 0,
      textStyle: { color: quiet, fontSize: 12, fontWeight: "normal", width: layout.width - layout.grids[i].left - layout.grids[i].right - 16, overflow: "break" },
    }));
}

const TIME_FORMATS = { year: "{d} {MMM} {yyyy}", month: "{d} {MMM}", day: "{d} {MMM}", hour: "{HH}:{mm}", minute: "{HH}:{mm}", none: "{HH}:{mm}" };

function timeAxis(i, data, colours, layout) {
  return {
    type: "time",
    gridIndex: i,
    min: data.startMs,
    max: data.endMs,
    axisLine: { lineStyle: { color: colours.rule } },
    axisTick: { show: i === 3 },
    axisLabel: { show: i === 3, color: colours.ink, hideOverlap: true, fontSize: layout.phone ? 10 : 12, formatter: TIME_FORMATS },
    splitLine: { show: i > 0, lineStyle: { color: colours.rule, opacity: 0.5 } },
    axisPointer: { show: true, triggerTooltip: false, snap: false, label: { show: i === 3, formatter: (at) => timeText(at.value) + " UTC" } },
  };
}

function valueAxis(i, data, colours, layout) {
  const formats = [
    axisPrice,
    (value) => (value < 0 ? shortUsd(-value, 3) : shortUsd(value, 3)),
    shortAmount,
    (value) => Number((100 * value).toPrecision(3)) + " %",
  ];
  const axis = {
    type: "value",
    gridIndex: i,
    scale: i !== 1,
    splitNumber: i ? 2 : layout.phone ? 5 : 8,
    axisLabel: { color: colours.ink, formatter: formats[i], fontSize: layout.phone ? 10 : 12, hideOverlap: true, showMinLabel: i > 0, showMaxLabel: i > 0 },
    splitLine: { show: i > 0, lineStyle: { color: colours.rule, opacity: 0.5 } },
    axisPointer: { show: false },
  };
  return i ? axis : { ...axis, min: data.reach[0], max: data.reach[1] };
}

function lineSeries(i, colour, points, step) {
  return {
    type: "line", xAxisIndex: i, yAxisIndex: i, data: points, showSymbol: false, step,
    sampling: step ? undefined : "minmax", lineStyle: { width: 1.6, color: colour }, itemStyle: { color: colour }, silent: true, animation: false,
  };
}

function barSeries(colour, points) {
  return {
    type: "bar", xAxisIndex: 1, yAxisIndex: 1, stack: "forced", data: points,
    itemStyle: { color: colour }, barMinWidth: 1, barMaxWidth: 24, silent: true, animation: false, large: false,
  };
}

// The last rate at every quarter of an hour, so that a view between two settlements has points too.
function heldFunding(funding, endMs) {
  const points = [];
  funding.at.forEach((t, i) => {
    const interval = (funding.intervalMinutes[i] || 480) * MINUTE;
    const next = i + 1 < funding.at.length ? funding.at[i + 1] : Math.min(endMs, t + interval);
    for (let at = t; at < next; at += 15 * MINUTE) points.push([at, funding.rate[i]]);
    if (i + 1 === funding.at.length) points.push([next, funding.rate[i]]);
  });
  return points;
}

function seriesOptions(data, colours) {
  const { forced, openInterest, funding } = data.series;
  const list = [lineSeries(0, "transparent", [[data.startMs, data.reach[0]], [data.endMs, data.reach[1]]])];
  if (forced) {
    const half = forced.stepMinutes * 0.5 * MINUTE;
    list.push(barSeries(colours.short, forced.at.map((t, i) => [t + half, forced.shortUsd[i]])));
    list.push(barSeries(colours.long, forced.at.map((t, i) => [t + half, -forced.longUsd[i]])));
  }
  if (openInterest) {
    list.push(lineSeries(2, colours.accent, openInterest.at.map((t, i) => [t, openInterest.value[i]])));
  }
  if (funding) {
    list.push(lineSeries(3, colours.accent, heldFunding(funding, data.endMs), "end"));
  }
  return list;
}

function chartColours() {
  const names = { ink: "--ink", quiet: "--quiet", rule: "--rule", accent: "--accent", long: "--long", short: "--short", panel: "--panel" };
  return Object.fromEntries(Object.entries(names).map(([key, name]) => [key, cssColour(name)]));
}

function chartOption(data, layout, window) {
  const colours = chartColours();
  const x = { type: "inside", xAxisIndex: [0, 1, 2, 3], filterMode: "filter", zoomOnMouseWheel: true, minValueSpan: 60 * MINUTE };
  const y = { type: "inside", yAxisIndex: [0], filterMode: "none", zoomOnMouseWheel: "shift" };
  return {
    animation: false,
    useUTC: true,
    textStyle: { fontFamily: "system-ui, 'DejaVu Sans', sans-serif" },
    title: panelTitles(data, layout, colours.ink).concat(missingNotes(data, layout, colours.quiet)),
    grid: layout.grids,
    xAxis: PANELS.map((panel, i) => timeAxis(i, data, colours, layout)),
    yAxis: PANELS.map((panel, i) => valueAxis(i, data, colours, layout)),
    axisPointer: {
      link: [{ xAxisIndex: "all" }], snap: false, lineStyle: { color: colours.quiet, type: "dashed" },
      label: { backgroundColor: colours.ink, color: colours.panel },
    },
    dataZoom: [
      { ...x, startValue: window.t0, endValue: window.t1 },
      { ...y, startValue: window.p0, endValue: window.p1 },
    ],
    series: seriesOptions(data, colours),
  };
}
