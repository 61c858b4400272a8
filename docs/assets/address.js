// Every address can be copied: that of the page beside its title, that of a section or row at its sign.
"use strict";

{
  const title = document.querySelector("article h1");
  const base = document.querySelector("[rel=canonical]")?.href ?? location.href;
  const said = Object.assign(document.createElement("output"), { className: "copied" });
  const copy = async (address, at, done = "Link copied") => {
    at.after(said);
    try {
      await navigator.clipboard.writeText(address);
      said.textContent = done;
    } catch {
      said.textContent = address; // to be copied by hand
    }
  };
  if (title && document.querySelector("[data-version]")) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "copy-link", textContent: "Copy link" });
    button.title = base;
    button.addEventListener("click", () => copy(base, button));
    title.after(button);
  }
  for (const text of document.querySelectorAll("[data-copy]")) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "copy-link", textContent: "Copy" });
    button.addEventListener("click", () => copy(text.textContent, button, "Copied"));
    text.after(" ", button);
  }
  const places = { TR: "th, td", DIV: "dt", FIGURE: "figcaption > :last-child", LI: ".remark" };
  for (const row of document.querySelectorAll("article :is(tr, li, dt, div, p, figure)[id]")) {
    const inside = places[row.tagName];
    const place = (inside && row.querySelector(inside)) ?? (row.matches("li, p") ? row : null);
    if (!place) continue;
    const link = Object.assign(document.createElement("a"), { className: "anchor", href: `#${row.id}`, textContent: "#", title: "Link to this place", ariaLabel: "Link to this place" });
    place.insertBefore(link, place.querySelector(":scope > .remark"));
    link.before(" ");
  }
  document.addEventListener("click", ({ target }) => {
    const link = target.closest?.("a.headerlink, a.anchor");
    if (link) copy(new URL(link.getAttribute("href"), base).href, link);
  });
}
