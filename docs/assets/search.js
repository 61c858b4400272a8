// Search: a combobox over Pagefind, of which nothing loads until the reader goes to the field.
"use strict";

for (const form of document.querySelectorAll("form.search")) {
  if (location.protocol === "file:") {
    form.replaceWith(Object.assign(document.createElement("p"), { className: "search-absent", textContent: "A copy, without search" }));
    continue;
  }
  const bundle = new URL("../pagefind/pagefind.js", document.currentScript.src);
  const SHOWN = 10; // results
  const WORDS = 24; // of the text under a title
  const PAUSE = 120; // ms without a key
  const metaWeights = { names: 9, title: 4, spelt: 4, kind: 0.5, also: 0.5, whole: 0 };
  const ranking = { metaWeights, diacriticSimilarity: 0, pageLength: 0.4, termFrequency: 0.4, termSimilarity: 1.5 };
  let engine = null;
  let active = -1; // the option that the keys are on
  let asked = ""; // the latest query
  let timer = 0;

  const load = () => (engine ??= import(bundle).then(({ createInstance }) => createInstance({ ranking })));

  const make = (tag, more, ...children) => {
    const element = Object.assign(document.createElement(tag), more);
    element.append(...children);
    return element;
  };

  const field = make("input", {
    className: "search-field",
    name: "search",
    role: "combobox",
    ariaLabel: "Search",
    placeholder: "Search",
    ariaAutoComplete: "list",
    ariaExpanded: "false",
    autocomplete: "off",
    autocapitalize: "off",
    autocorrect: false,
    spellcheck: false,
    enterKeyHint: "go",
    maxLength: 200,
  });
  field.setAttribute("aria-keyshortcuts", "/ s");
  field.setAttribute("aria-controls", "search-list");
  const status = make("p", { className: "search-status", role: "status" });
  const list = make("div", { className: "search-list", id: "search-list", role: "listbox", ariaLabel: "Found", hidden: true });
  const panel = make("div", { className: "search-panel" }, status, list);
  form.append(make("span", { className: "icon icon-search" }), field, panel);

  // Signs are no words, .05 is 0.05, and a full stop belongs to no number.
  const cleaned = (text) =>
    text
      .normalize("NFKC")
      .replace(/\p{S}/gu, " ")
      .replace(/(^|[^\p{L}\p{N}])\.(?=\d)/gu, (_, before) => `${before}0.`)
      .replace(/\.(?!\d)/g, " ")
      .trim();

  const folded = (text) => text.toLowerCase().normalize("NFKD").replace(/[^\p{L}\p{N}.\s]/gu, "");

  // Of a word it does not know Pagefind takes a beginning it does know: not what was asked for.
  const holds = ({ meta, content }, words) => {
    const text = folded([content, ...Object.values(meta)].join(" "));
    return words.every((word) => text.includes(/\d/.test(word) ? word : word.slice(0, Math.max(4, word.length * 0.6))));
  };

  const excerpt = ({ content, locations }) => {
    const words = content.split(/\s+/);
    const first = locations[0] ?? 0;
    const start = first < WORDS - 6 ? 0 : first - 6;
    const part = words.slice(start, start + WORDS);
    const marked = part.flatMap((word, at) => [locations.includes(start + at) ? make("mark", {}, word) : word, " "]);
    return [start ? "… " : "", ...marked, words.length > start + WORDS ? "…" : ""];
  };

  const option = (found, at) => {
    const part = (name, ...said) => make("span", { className: `search-${name}` }, ...said);
    const { kind, title } = found.meta;
    const link = make("a", { className: "search-option", id: `search-option-${at}`, tabIndex: -1 });
    link.append(part("kind", kind), " ", part("title", title), " ", part("text", ...excerpt(found)));
    link.href = new URL(`../${found.raw_url}`, bundle);
    link.setAttribute("role", "option");
    return link;
  };

  const go = (to) => {
    active = to;
    [...list.children].forEach((each, at) => each.setAttribute("aria-selected", at === to));
    field.setAttribute("aria-activedescendant", list.children[to]?.id ?? "");
    list.children[to]?.scrollIntoView({ block: "nearest" });
  };

  const show = (message, found = []) => {
    status.textContent = message;
    list.replaceChildren(...found);
    list.hidden = !found.length;
    field.setAttribute("aria-expanded", !list.hidden);
    go(-1);
  };

  const search = async (again) => {
    const query = (asked = cleaned(field.value));
    if (!query) return show("");
    try {
      const words = folded(query).split(/\s+/);
      const { search } = await load();
      const whole = await search(`_${words.join("")}_`);
      const results = [...whole.results.slice(0, SHOWN / 2), ...(await search(query)).results];
      const ranked = [...new Map(results.map((result) => [result.id, result])).values()];
      const data = await Promise.all(ranked.slice(0, SHOWN).map((result) => result.data()));
      if (asked !== query) return;
      const found = data.filter((each) => holds(each, words)).map(option);
      const many = found.length === SHOWN && ranked.length > SHOWN ? `First ${SHOWN} of ${ranked.length}` : found.length;
      show(found.length ? `${many} result${found.length > 1 ? "s" : ""}` : `Nothing found for “${query}”.`, found);
    } catch {
      engine = null; // a slow network may end the first attempt
      if (asked !== query) return;
      if (again) search();
      else show("The search did not load. Please try again.");
    }
  };

  const close = () => {
    clearTimeout(timer);
    asked = "";
    show("");
  };

  const keys = {
    ArrowDown: () => go((active + 1) % list.children.length),
    ArrowUp: () => go((active < 1 ? list.children.length : active) - 1),
    Enter: () => list.children[Math.max(active, 0)].click(),
  };

  const on = {
    focusin() {
      load().catch(() => (engine = null));
      if (field.value && !status.textContent) search(true);
    },
    focusout({ relatedTarget }) {
      if (!form.contains(relatedTarget)) close();
    },
    input() {
      clearTimeout(timer);
      timer = setTimeout(search, PAUSE, true);
    },
    keydown(event) {
      if (event.key === "Escape") {
        if (status.textContent) close();
        else if (field.value) field.value = "";
        else field.blur();
      } else if (keys[event.key] && !list.hidden && !event.isComposing) {
        event.preventDefault();
        keys[event.key]();
      }
    },
    click: ({ target }) => target.closest("a") && setTimeout(() => field.blur()), // it may lead to this page
    mousedown: (event) => event.target === field || event.preventDefault(), // which would take the focus
    submit: (event) => event.preventDefault(),
  };
  for (const [name, does] of Object.entries(on)) form.addEventListener(name, does);

  addEventListener("keydown", (event) => {
    const { key, target, ctrlKey, metaKey, altKey } = event;
    if (!/^[/s]$/.test(key) || ctrlKey || metaKey || altKey || target.closest("input, textarea, select")) return;
    event.preventDefault();
    field.select();
  });
  form.hidden = false;
}
