// A reader who follows a citation with ?as-of=day is told whether what it cites has changed since.
"use strict";

{
  const asked = new URLSearchParams(location.search).get("as-of") ?? "";
  const foot = document.querySelector("[data-version]");
  const day = new Date(asked);
  if (foot && /^\d{4}-\d\d-\d\d$/.test(asked) && +day) {
    const { version, since, then = "", what } = foot.dataset;
    const date = day.toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
    const shown = then.split("\n").map((line) => [line.slice(0, 10), line.slice(11) || "nothing"]);
    const was = shown.findLast(([from]) => from <= asked)?.[1] ?? "nothing";
    const now = shown.at(-1)[1];
    const said = document.createElement("p");
    said.className = "as-of";
    said.role = "status";
    said.append(`You followed a link to the version of ${date}. `);
    if (!(since <= asked)) said.append(`What stood here then is not known: ${since ? "the log of changes begins later" : "no log is kept"}.`);
    else if (version <= asked) said.append("Unchanged since.");
    else {
      const link = foot.querySelector("a").cloneNode(true);
      if (document.getElementById("history")) link.href = "#history";
      said.append(was === now ? `${what} has changed. ` : `The figure has changed. Then: ${was}. Now: ${now}. `, link);
    }
    document.querySelector("article h1").after(said);
  }
}
