// What a mark says, on hover, tap or arrow key, from its own label; and Vega for those who ask for it. Charts are whole without it.
"use strict";

const VEGA = new URL("vega-embed.js", document.currentScript.src).href;
const REACH = 26; // pixels from a mark at which it is meant

const chartOf = (figure) => {
  const drawing = figure.querySelector(".drawing");
  const tip = document.createElement("div");
  tip.className = "tip";
  tip.setAttribute("role", "status");
  tip.hidden = true;
  drawing.append(tip);
  drawing.tabIndex = 0;
  drawing.setAttribute("role", "group");
  drawing.setAttribute("aria-label", "Chart. The arrow keys walk through its figures, Enter leads to the one shown.");
  let at = null; // the mark asked about

  for (const svg of drawing.querySelectorAll("svg")) {
    const title = svg.querySelector("title"); // would cover our own words when the pointer rests
    svg.setAttribute("aria-label", title.textContent);
    title.remove();
  }
  const shown = () => [...drawing.querySelectorAll("svg")].find((svg) => svg.getBoundingClientRect().width);
  const marks = () => [...shown().querySelectorAll("[aria-label]")];
  const row = (mark) => figure.querySelector(`tr[data-row="${mark.dataset.row}"]`);
  const link = (mark) => row(mark)?.querySelector("td a[href]");

  const close = () => {
    at?.classList.remove("on");
    if (at) row(at)?.classList.remove("on");
    tip.hidden = true;
    at = null;
  };

  const open = (mark, pinned) => {
    if (mark !== at) close();
    at = mark;
    mark.classList.add("on");
    row(mark)?.classList.add("on");
    const [name, ...rest] = mark.getAttribute("aria-label").split(/: (.*)/s);
    const head = document.createElement("b");
    head.textContent = name;
    tip.replaceChildren(head, rest.join(""));
    tip.classList.toggle("pinned", pinned);
    const way = pinned && link(mark);
    if (way) {
      const more = document.createElement("a");
      more.href = way.getAttribute("href");
      more.textContent = "All about this figure";
      tip.append(document.createElement("br"), more);
    }
    tip.hidden = false;
    const box = mark.getBoundingClientRect();
    const frame = drawing.getBoundingClientRect();
    const x = box.left + Math.min(box.width, frame.width) / 2 - frame.left - tip.offsetWidth / 2;
    const above = box.top - frame.top - tip.offsetHeight - 8;
    tip.style.left = `${Math.max(0, Math.min(x, frame.width - tip.offsetWidth))}px`;
    tip.style.top = `${above < 0 && box.bottom - frame.top + tip.offsetHeight < frame.height ? box.bottom - frame.top + 8 : Math.max(0, above)}px`;
  };

  const near = ({ clientX, clientY }) => {
    let best = null;
    let least = REACH;
    for (const mark of marks()) {
      const { left, right, top, bottom } = mark.getBoundingClientRect();
      const far = Math.hypot(Math.max(left - clientX, 0, clientX - right), Math.max(top - clientY, 0, clientY - bottom));
      if (far < least || (far === least && best?.contains(mark))) [best, least] = [mark, far];
    }
    return best;
  };

  drawing.addEventListener("pointermove", (event) => {
    if (event.pointerType === "touch" || tip.classList.contains("pinned")) return;
    const mark = near(event);
    mark ? open(mark, false) : close();
  });
  drawing.addEventListener("pointerleave", () => tip.classList.contains("pinned") || close());
  drawing.addEventListener("click", (event) => {
    if (tip.contains(event.target)) return;
    const mark = near(event);
    tip.classList.remove("pinned");
    mark ? open(mark, true) : close();
  });
  document.addEventListener("pointerdown", ({ target }) => {
    if (!at || drawing.contains(target)) return;
    tip.classList.remove("pinned");
    close();
  });
  drawing.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step) {
      const all = marks();
      open(all[(all.indexOf(at) + step + all.length + (at || step > 0 ? 0 : 1)) % all.length], false);
      event.preventDefault();
    } else if (event.key === "Escape") {
      tip.classList.remove("pinned");
      close();
    } else if (event.key === "Enter" && at && event.target === drawing) link(at)?.click();
  });

  const files = figure.querySelector(".files");
  if (!files || location.protocol === "file:") return; // a disk answers no request
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: "Explore this chart" });
  files.append(" ", button);
  button.addEventListener("click", async () => {
    button.disabled = true;
    const place = document.createElement("div");
    place.className = "explored";
    try {
      await import(VEGA);
      let text = await (await fetch(files.querySelector("[href$='.vl.json']").href)).text();
      const { colours } = JSON.parse(text).usermeta;
      for (const [plain, own] of Object.entries(colours)) text = text.replaceAll(`"${plain}"`, `"${own}"`);
      const spec = JSON.parse(text);
      delete spec.title; // stands above
      spec.config.font = getComputedStyle(figure).fontFamily;
      drawing.after(place);
      await window.vegaEmbed(place, spec, { ast: true, actions: false, renderer: "svg" });
      close();
      drawing.hidden = true;
      button.textContent = text.includes('"bind"') ? "Drag to move the axis, scroll to stretch it" : "Point at a mark";
    } catch (error) {
      place.remove();
      button.textContent = "This chart cannot be explored here";
      throw error;
    }
  });
};

for (const figure of document.querySelectorAll("figure.chart")) if (figure.querySelector(".drawing svg [aria-label]")) chartOf(figure);
