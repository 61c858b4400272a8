// Every figure is a door: its source and other reports, on hover, focus or first tap. All of it stands in the page.
"use strict";

if ("popover" in HTMLElement.prototype) {
  const FIGURE = "a[data-from]";
  const OPEN_AFTER = 350; // ms of rest
  const CLOSE_AFTER = 300; // ms to reach it
  const base = document.querySelector("[rel=canonical]")?.href ?? location.href;
  const make = (tag, more, ...children) => {
    const element = Object.assign(document.createElement(tag), more);
    element.append(...children);
    return element;
  };
  const panel = make("div", { className: "door", popover: "manual", role: "group" });
  let figure = null; // whose panel is open
  let timer = 0;
  let pressed = {}; // what a finger went down on, and whose panel was open then

  const part = (heading, text) =>
    text ? [make("strong", {}, heading), ...text.split("\n").map((line) => make("p", {}, line))] : [];

  const origin = ({ dataset, classList }) =>
    make(
      "div",
      { id: "door-origin" },
      make("p", {}, dataset.about),
      ...part("Source", dataset.from),
      ...part("Also reported", dataset.also),
      ...part("Disputed", classList.contains("disputed") && "These reports cannot all be right."),
    );

  const ways = (href) => {
    const said = make("output");
    const onclick = async () => {
      const address = new URL(href, base).href;
      try {
        await navigator.clipboard.writeText(address);
        said.textContent = "Copied";
      } catch {
        said.textContent = address; // to be copied by hand
      }
    };
    const copy = make("button", { type: "button", onclick }, "Copy link");
    return make("div", { className: "door-ways" }, make("a", { href }, "All about this figure"), copy, said);
  };

  const place = () => {
    if (!figure) return;
    const lines = [...figure.getClientRects()];
    const { width, height } = panel.getBoundingClientRect();
    const below = lines.at(-1).bottom + height + 8 < innerHeight || lines[0].top < height + 8;
    const { left, top, bottom } = lines.at(below ? -1 : 0);
    panel.style.left = `${scrollX + Math.max(8, Math.min(left, document.body.clientWidth - width - 8))}px`;
    panel.style.top = `${scrollY + (below ? bottom + 4 : top - height - 4)}px`;
  };

  const close = () => {
    clearTimeout(timer);
    figure?.removeAttribute("aria-describedby");
    figure = null;
    panel.remove();
  };

  const open = (at) => {
    close();
    figure = at;
    panel.ariaLabel = `Origin of ${at.textContent}`;
    panel.replaceChildren(origin(at), ways(at.getAttribute("href")));
    at.setAttribute("aria-describedby", "door-origin");
    at.after(panel);
    panel.showPopover();
    place();
  };

  const inside = (node) => node === figure || panel.contains(node);
  const letGo = () => inside(document.activeElement) || figure?.matches(":hover") || panel.matches(":hover") || close();

  const on = {
    pointerover({ target, pointerType }) {
      if (pointerType === "touch") return;
      clearTimeout(timer);
      const at = target.closest(FIGURE);
      if (at && at !== figure) timer = setTimeout(open, OPEN_AFTER, at);
      else if (figure) timer = setTimeout(letGo, CLOSE_AFTER);
    },
    focusin({ target }) {
      if (target !== figure && target.matches(`${FIGURE}:focus-visible`)) open(target);
    },
    focusout() {
      setTimeout(letGo);
    },
    pointerdown({ target, pointerType }) {
      pressed = pointerType === "touch" ? { target, figure } : {};
      if (!inside(target)) close();
    },
    click(event) {
      const at = event.target.closest(FIGURE);
      if (at && event.target === pressed.target && at !== pressed.figure) {
        event.preventDefault();
        open(at);
      }
      pressed = {};
    },
    keydown({ key }) {
      if (key !== "Escape") return;
      if (panel.contains(document.activeElement)) figure.focus(); // still open: opens nothing
      close();
    },
    resize: place,
  };
  for (const [name, does] of Object.entries(on)) addEventListener(name, does);
  addEventListener("scroll", place, true);
}
