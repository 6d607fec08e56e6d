// Pages of the report: the map, and one page for each part of the statistics, made when first shown.

const PAGES = {
  regimes: ["Regimes", regimePage],
  funding: ["Funding", fundingPage],
  flushes: ["Flushes", flushPage],
  treadmill: ["Treadmill", treadmillPage],
  weeks: ["Weeks", weekPage],
  discovery: ["Price and volume", discoveryPage],
  tests: ["Tests", testsPage],
};
const tabs = { shown: "map", drawn: "" };

function fillTabs() {
  const bar = document.getElementById("tabs");
  for (const [name, [title]] of [["map", ["Map"]], ...Object.entries(PAGES)]) {
    const button = el("button", { type: "button", role: "tab", id: "tab-" + name, "aria-controls": name === "map" ? "page-map" : "page-statistics", "data-tab": name }, title);
    button.addEventListener("click", () => showTab(name));
    bar.append(button);
  }
  bar.addEventListener("keydown", (event) => {
    const names = ["map", ...Object.keys(PAGES)];
    const move = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!move) return;
    const next = names[(names.indexOf(tabs.shown) + move + names.length) % names.length];
    showTab(next);
    document.getElementById("tab-" + next).focus();
  });
  window.addEventListener("resize", drawTab);
  window.addEventListener("hashchange", () => showTab(tabOfAddress()));
}

function tabOfAddress() {
  const name = location.hash.slice(1);
  return PAGES[name] ? name : "map";
}

function showTab(name) {
  tabs.shown = name;
  for (const button of document.querySelectorAll("#tabs button")) {
    button.setAttribute("aria-selected", String(button.dataset.tab === name));
    button.tabIndex = button.dataset.tab === name ? 0 : -1;
  }
  if (tabOfAddress() !== name) history.replaceState(null, "", name === "map" ? "#" : "#" + name);
  document.getElementById("page-map").hidden = name !== "map";
  document.getElementById("page-statistics").hidden = name === "map";
  document.getElementById("map-controls").hidden = name !== "map";
  if (name === "map") onResize();
  else drawTab();
}

function drawTab() {
  if (tabs.shown === "map" || !state.data) return;
  const key = [tabs.shown, state.data.index, state.data.from, Math.round(pageWidth() / 40)].join("|");
  if (tabs.drawn === key) return;
  tabs.drawn = key;
  const page = document.getElementById("page-statistics");
  page.setAttribute("aria-labelledby", "tab-" + tabs.shown);
  page.replaceChildren(...PAGES[tabs.shown][1](state.data));
  page.append(...leftOut(state.data));
}

// Tables of which older rows are not in the page.
function leftOut(data) {
  const left = Object.entries(data.statistics).filter(([, table]) => table.left > 0);
  return left.length ? [el("p", { class: "quiet small" }, "Older rows that this page leaves out: " + left.map(([name, table]) => name + " " + table.left).join(", ") + ". The tables have them.")] : [];
}
