// What this site needs of the theme's own script: colours, the menu, where one is in a page. The rest of it is not loaded.
"use strict";

const make = (tag, more) => Object.assign(document.createElement(tag), more);

{
  // The choice of colours. This script stands where the choice belongs, so that the colours are set before anything is drawn.
  const OFFERS = { default: "Switch to dark colours", slate: "Switch to light colours" };
  const form = make("form", { className: "md-header__option" });
  form.dataset.mdComponent = "palette";
  const choices = Object.entries(OFFERS).map(([scheme, ariaLabel], at) => {
    const choice = make("input", { className: "md-option", type: "radio", name: "scheme", id: `scheme-${at}`, ariaLabel });
    choice.dataset.mdColorScheme = scheme;
    const look = `md-header__button md-icon icon icon-${scheme}`;
    // The label of a choice leads to the other one.
    form.append(choice, make("label", { className: look, title: ariaLabel, htmlFor: `scheme-${1 - at}` }));
    return choice;
  });
  document.currentScript.before(form);
  const paint = (scheme) => {
    document.body.dataset.mdColorScheme = scheme;
    for (const choice of choices) {
      choice.checked = choice.dataset.mdColorScheme === scheme;
      choice.nextElementSibling.hidden = !choice.checked;
    }
  };
  for (const choice of choices) {
    choice.addEventListener("change", () => {
      paint(choice.dataset.mdColorScheme);
      try {
        localStorage.setItem("scheme", choice.dataset.mdColorScheme);
      } catch {
        // who keeps nothing chooses on each page
      }
    });
  }
  let chosen = null;
  try {
    chosen = localStorage.getItem("scheme");
  } catch {
    // the system's, then
  }
  paint(chosen ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "slate" : "default"));
}

// All else waits for the page.
addEventListener("DOMContentLoaded", () => {
  {
    // The menu closes behind a link within the page; Enter works a label as a finger does.
    const drawer = document.getElementById("__drawer");
    addEventListener("hashchange", () => drawer.checked && drawer.click());
    addEventListener("keydown", ({ key, target }) => key === "Enter" && target instanceof HTMLLabelElement && target.click());
  }

  {
    // The contents mark the part that one reads; the header says the page's title once its heading is out of sight.
    const heading = document.querySelector("h1");
    const title = document.querySelector(".md-header__title");
    const upwards = make("button", { type: "button", className: "md-top md-icon icon icon-top", hidden: true, textContent: "Back to top" });
    document.querySelector("main").append(upwards);
    const ways = [...document.querySelectorAll(".md-nav--secondary a[href^='#']")];
    const parts = ways.map((way) => document.getElementById(decodeURIComponent(way.hash.slice(1))));
    let before = scrollY;
    let waits = false;

    const follow = () => {
      waits = false;
      const at = parts.findLastIndex((part) => part?.getBoundingClientRect().top < innerHeight / 5);
      ways.forEach((way, index) => way.classList.toggle("md-nav__link--active", index === at));
      title.classList.toggle("md-header__title--active", heading?.getBoundingClientRect().bottom < 48);
      upwards.hidden = scrollY >= before || scrollY < innerHeight;
      upwards.tabIndex = upwards.hidden ? -1 : 0;
      before = scrollY;
    };
    const soon = () => {
      if (!waits) requestAnimationFrame(follow);
      waits = true;
    };
    addEventListener("scroll", soon, { passive: true });
    upwards.addEventListener("click", () => scrollTo({ top: 0 }));
    follow();
  }
});
