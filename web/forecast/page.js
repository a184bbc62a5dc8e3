// Fills the tables for the scenario, year and part of the day that are chosen. The page can be read without it.
(() => {
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const data = JSON.parse($("#data").textContent);
  const [scenario, year, minor, search] = ["#scenario", "#year", "#minor", "#search"].map((id) => $(id));
  const plain = (words) => words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  $$(".by-people table, .by-demand table, .by-source table, .by-row table").forEach((table) => sortable(table, $("tbody", table)));
  if (!scenario) return;
  document.documentElement.classList.add("js");
  $$("[data-js]").forEach((part) => { part.hidden = false; });

  function write(cell, words) {
    const [main, range] = (words ?? "").split("|");
    if (main) cell.dataset.v = main.replace(/[^\d.]/g, "");
    else delete cell.dataset.v;
    cell.replaceChildren(main || "–");
    if (!range) return;
    const small = document.createElement("small");
    small.textContent = range;
    cell.append(small);
  }

  function fill(kind, lines, from) {
    for (const row of $$(`.by-${kind} tr[data-k]`)) {
      const cells = lines?.[row.dataset.k];
      [...row.cells].slice(from).forEach((cell, at) => write(cell, cells?.[at]));
    }
  }

  function years() {
    const before = year.value;
    const list = data.scenarios[scenario.value].years;
    year.replaceChildren(...list.map((one) => new Option(one, one)));
    year.value = list.includes(Number(before)) ? before : Math.max(...list);
  }

  function show() {
    const chosen = data.scenarios[scenario.value];
    const at = chosen.years.indexOf(Number(year.value));
    fill("people", chosen.people, 2);
    const wanted = chosen.demand[at]?.[minor.value];
    fill("demand", wanted?.map((cells) => cells?.slice(0, data.main)), 1);
    fill("source", wanted?.map((cells) => cells?.slice(data.main)), 1);
    $$("[data-view]").forEach((words) => {
      words.textContent = words.dataset.view === "people" ? chosen.title
        : `${chosen.title}, ${year.value}, ${data.minors[minor.value].toLowerCase()}`;
    });
    sift();
  }

  function sift() {
    const wanted = plain(search.value.trim());
    let some = false;
    for (const row of $$(".chosen tbody tr")) {
      const other = row.dataset.y && (row.dataset.y !== year.value || row.dataset.s !== scenario.value);
      row.hidden = other || !plain(row.cells[0].textContent).includes(wanted);
      some ||= !row.hidden;
    }
    $("#none").hidden = some || !wanted;
    if (wanted) $$(".chosen details.set").forEach((part) => { part.open = true; });
  }

  // on paper nothing can be opened
  addEventListener("beforeprint", () => $$("#people details.set, #demand details.set, .chosen details.set").forEach((part) => { part.open = true; }));
  scenario.addEventListener("change", () => { years(); show(); });
  year.addEventListener("change", show);
  minor.addEventListener("change", show);
  search.addEventListener("input", sift);
  years();
  show();
})();
