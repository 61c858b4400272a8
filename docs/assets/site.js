// Progressive help only: filters whose state lives in the address, sortable tables, a menu for keyboards. Pages are whole
// without it.
"use strict";

for (const form of document.querySelectorAll("form[data-filters]")) {
  const rows = [...document.getElementById(form.dataset.filters).querySelectorAll("tbody tr")];
  const selects = [...form.querySelectorAll("select")];
  const output = form.querySelector("output");
  const asked = new URLSearchParams(location.search);
  for (const select of selects) {
    const value = asked.get(select.name) ?? "";
    if ([...select.options].some((option) => option.value === value)) select.value = value;
  }
  const apply = (remember) => {
    const wanted = selects.filter((select) => select.value);
    let shown = 0;
    for (const row of rows) {
      row.hidden = wanted.some((select) => row.dataset[select.name] !== select.value);
      shown += row.hidden ? 0 : 1;
    }
    output.textContent = `${shown} of ${rows.length} shown`;
    if (!remember) return;
    const query = new URLSearchParams(wanted.map((select) => [select.name, select.value])).toString();
    history.replaceState(null, "", (query ? `?${query}` : location.pathname) + location.hash);
  };
  form.addEventListener("change", () => apply(true));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  apply(false);
}

const sortValue = (cell) => {
  const text = cell.textContent.trim().replace("\u2212", "-");
  const number = parseFloat(text.replace(/^[^0-9-]+/, ""));
  return cell.classList.contains("num") ? (Number.isNaN(number) ? Infinity : number) : text.toLowerCase();
};

for (const table of document.querySelectorAll("[data-sortable] table")) {
  const heads = [...table.querySelectorAll("thead th")];
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const body = table.tBodies[0];
      const rows = [...body.rows].map((row) => [sortValue(row.cells[column]), row]);
      rows.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0) * (down ? -1 : 1));
      body.append(...rows.map(([, row]) => row));
    });
  });
}

// The theme opens its menu on a phone with a label, which no keyboard reaches: a button stands in its place.
const label = document.querySelector("label.md-header__button[for=__drawer]");
const drawer = document.getElementById("__drawer");
if (label && drawer) {
  const menu = document.createElement("button");
  const say = () => (menu.ariaExpanded = String(drawer.checked));
  menu.type = "button";
  menu.className = `${label.className} menu`;
  menu.ariaLabel = "Menu";
  menu.append(...label.childNodes);
  menu.addEventListener("click", () => drawer.click());
  drawer.addEventListener("change", say);
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && drawer.checked) drawer.click();
  });
  say();
  label.replaceWith(menu);
}

// On paper a long address is said by its host; the link itself stays whole.
addEventListener("beforeprint", () => {
  for (const link of document.querySelectorAll(".md-typeset a[href^='https://']")) {
    if (link.href.length > 60) link.dataset.host = link.host;
  }
});
