// Theme, search and sorting of the pages of a site. Without it every page can be read.
(function () {
"use strict";

function setTheme(dark) {
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  document.documentElement.style.colorScheme = dark ? "dark" : "light";
  document.getElementById("theme").textContent = dark ? "Light" : "Dark";
}

function bindTheme() {
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  setTheme(dark.matches);
  dark.addEventListener("change", (event) => setTheme(event.matches));
  document.getElementById("theme").addEventListener("click", () => setTheme(document.documentElement.dataset.theme !== "dark"));
}

function bindSearch() {
  const find = document.getElementById("find");
  if (!find) return;
  const rows = Array.from(document.querySelectorAll("table tbody tr"));
  const all = document.getElementById("found").textContent;
  find.addEventListener("input", () => {
    const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of rows) {
      const text = row.textContent.toLowerCase();
      row.hidden = !words.every((word) => text.includes(word));
      if (!row.hidden) shown++;
    }
    document.getElementById("found").textContent = words.length ? shown + " of " + rows.length + " rows" : all;
  });
}

function valueOf(row, column) {
  const cell = row.children[column];
  if (!cell) return null;
  if (cell.dataset.value !== undefined) return Number(cell.dataset.value);
  const text = cell.textContent.trim();
  return text === "" || text === "–" ? null : text;
}

// What is not known comes last, whichever way rows are sorted.
function compare(a, b, sign) {
  if (a === null || b === null) return (a === null) - (b === null);
  const order = typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b));
  return sign * order;
}

function sort(table, column) {
  const heads = Array.from(table.querySelectorAll("thead th"));
  const isNumber = Array.from(table.tBodies[0].rows).some((row) => typeof valueOf(row, column) === "number");
  const was = heads[column].getAttribute("aria-sort");
  const descending = was ? was === "ascending" : isNumber;
  heads.forEach((head) => head.removeAttribute("aria-sort"));
  heads[column].setAttribute("aria-sort", descending ? "descending" : "ascending");
  const rows = Array.from(table.tBodies[0].rows).map((row) => [valueOf(row, column), row]);
  rows.sort((a, b) => compare(a[0], b[0], descending ? -1 : 1));
  table.tBodies[0].append(...rows.map(([, row]) => row));
}

function bindSorting() {
  for (const table of document.querySelectorAll("table.sortable")) {
    table.querySelectorAll("thead button").forEach((button, column) => button.addEventListener("click", () => sort(table, column)));
  }
}

bindTheme();
bindSearch();
bindSorting();
document.body.dataset.ready = "true";
})();
