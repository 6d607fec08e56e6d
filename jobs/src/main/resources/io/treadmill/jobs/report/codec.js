// Unpacks what HtmlPage.java and MapDay.java packed.

async function inflate(base64) {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

async function inflateJson(base64) {
  return JSON.parse(new TextDecoder().decode(await inflate(base64)));
}

// Low bytes of all cells, then high bytes; each a folded difference to the column before.
async function unpackCodes(base64, rows) {
  const planes = await inflate(base64);
  const count = planes.length / 2;
  const codes = new Uint16Array(count);
  for (let i = 0; i < count; i++) {
    const folded = planes[i] | (planes[count + i] << 8);
    const change = (folded >>> 1) ^ -(folded & 1);
    codes[i] = (i < rows ? 0 : codes[i - rows]) + change;
  }
  return codes;
}

function median(values) {
  const sorted = Array.from(values).sort((a, b) => a - b);
  return sorted.length ? sorted[sorted.length >> 1] : 0;
}

// All days side by side on one price grid: cell (column, row) at column * rows + row.
async function unpackMap(days) {
  if (!days.length) return null;
  const step = days[0].stepBuckets;
  const first = Math.min(...days.map((day) => day.firstBucket));
  const end = Math.max(...days.map((day) => day.firstBucket + day.rows * day.stepBuckets));
  const rows = Math.round((end - first) / step);
  const columns = days.reduce((sum, day) => sum + day.minutes.length, 0);
  const map = { step, first, rows, columns, starts: new Float64Array(columns), ends: new Float64Array(columns) };
  for (const name of ["long", "short", "longInflow", "shortInflow"]) map[name] = new Uint16Array(columns * rows);
  const unpacked = await Promise.all(
    days.map((day) => Promise.all([day.longs, day.shorts, ...day.inflow].map((codes) => unpackCodes(codes, day.rows)))));
  let column = 0;
  days.forEach((day, d) => {
    const shift = Math.round((day.firstBucket - first) / step);
    const midnight = Date.parse(day.day + "T00:00:00Z");
    day.minutes.forEach((minute, c) => {
      map.starts[column] = midnight + minute * MINUTE;
      const to = column * rows + shift;
      ["long", "short", "longInflow", "shortInflow"].forEach((name, i) =>
        map[name].set(unpacked[d][i].subarray(c * day.rows, (c + 1) * day.rows), to));
      column++;
    });
  });
  closeColumns(map);
  return map;
}

// A column lasts until the next one; where columns are missing, as long as columns usually last.
function closeColumns(map) {
  const steps = Array.from(map.starts.subarray(1), (start, i) => start - map.starts[i]);
  map.length = median(steps) || 15 * MINUTE;
  for (let c = 0; c < map.columns; c++) {
    const next = c + 1 < map.columns ? map.starts[c + 1] : Infinity;
    map.ends[c] = Math.min(next, map.starts[c] + map.length);
  }
}

function bucketEdge(map, row) {
  return Math.exp((map.first + row * map.step) * 0.001);
}

function rowOfPrice(map, price) {
  return Math.floor((Math.log(price) / 0.001 - map.first) / map.step);
}

// The last index whose start is at or before t; -1 if there is none.
function indexAt(starts, t) {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (starts[middle] <= t) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function columnAt(map, t) {
  const column = indexAt(map.starts, t);
  return column >= 0 && t < map.ends[column] ? column : -1;
}
