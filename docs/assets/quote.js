// Checks the numbers of a text as evidence.quote does, function for function; tests/golden/quote holds both to the same
// answers. What it knows came with the page: nothing is asked for, and nothing is sent.
"use strict";

for (const form of document.querySelectorAll("form.quote")) {
  const { grammar, weights, roles, figures, names, groups, symbols } = QUOTING;
  const [words, units] = [grammar.words, QUOTING.units].map((each) => new Map(Object.entries(each)));
  const [PRINTED, ROUNDED, DIFFERENT, UNKNOWN] = ["as printed", "rounded", "different", "unknown"];
  const TINY = 1e-9;
  const [BEFORE, AFTER] = [48, 32]; // characters that are looked at beside a number
  const PAUSE = 150; // ms without a key

  // Reading: sentences, and numbers with what the words beside them say.

  const patterns = new Map();
  const pattern = (source) => patterns.get(source) ?? patterns.set(source, new RegExp(source, "g")).get(source);
  const all = (source, text) => [...text.matchAll(pattern(source))];
  const has = (source, text) => text.search(pattern(source)) >= 0;
  const decimals = (plain) => plain.split(".")[1]?.length ?? 0;

  const phrase = (text) => {
    const plain = text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "");
    const digits = plain.replace(pattern(grammar.spelt), (word) => words.get(word)).replaceAll("ize", "ise");
    return all("[a-z]+|[0-9]+", digits)
      .map(([word]) => (word.length > 3 && word.endsWith("s") ? word.slice(0, -1) : word))
      .join(" ");
  };

  const sentences = (text) => {
    const ends = all(grammar.end, text).map((match) => [match.index + match[0].length, Boolean(match[1])]);
    let [start, begins] = [0, true];
    return [...ends, [text.length, false]].map(([end, paragraph]) => {
      const sentence = { start, end, words: phrase(text.slice(start, end)), begins };
      [start, begins] = [end, paragraph];
      return sentence;
    });
  };

  const number = ({ 0: written, index }) => {
    const place = { start: index, end: index + written.length };
    const spelt = words.get(written.toLowerCase());
    if (spelt) return { ...place, plain: `${spelt}`, sign: 0, spelt: true };
    const sign = /^[-\u2212\u2013]/.test(written) ? -1 : Number(written.startsWith("+"));
    const plain = written.replace("\u00b7", ".").replace(/^[-\u2212\u2013+]|'/g, "");
    return { ...place, plain: plain.replace(/^([0-9]+),([0-9]{1,2})$/, "$1.$2").replaceAll(",", ""), sign };
  };

  const beside = (found, text) => {
    const before = text.slice(Math.max(0, found.start - BEFORE), found.start);
    const after = text.slice(found.end, found.end + AFTER);
    const told = {};
    for (const [side, source, field, value] of grammar.beside) {
      if (!(field in told) && has(source, side === "before" ? before : after)) told[field] = value;
    }
    if (told.role) return { ...found, ...told, sure: true, unit: "" };
    const word = all(grammar.unit, after)[0];
    return { ...found, role: "", unit: (word && units.get(phrase(word[1]))) ?? "", ...told };
  };

  const interval = (low, high, text) => {
    const before = text.slice(Math.max(0, low.start - BEFORE), low.start);
    const sure = has(grammar.interval, before);
    const between = has(grammar.between, text.slice(low.end, high.start));
    if (low.role || high.role || !between || !(sure || has(grammar.bracket, before))) return [low, high];
    return [{ ...low, role: "low", sure, unit: "" }, { ...high, role: "high", sure, unit: "" }];
  };

  const measured = (found) => {
    const { plain, unit, sign, sure } = found;
    const digits = decimals(plain) ? plain : plain.replace(/0+$/, "");
    const tells = digits.replace(".", "").replace(/^0+/, "").length + Boolean(unit) + Boolean(sign);
    return {
      ...found,
      value: Number(plain),
      decimals: decimals(plain),
      zeros: decimals(plain) ? 0 : plain.length - digits.length,
      tells,
      firm: sure || !grammar.loose.includes(unit) || Boolean(sign && decimals(plain)),
      telling: tells > 1 && found.role !== "level" && !grammar.aside.includes(unit),
    };
  };

  const numbers = (text) => {
    const found = all(grammar.number, text).filter(([written]) => has("[0-9a-z]", written));
    const read = found.map((match) => beside(number(match), text));
    for (let at = 0; at < read.length - 1; at += 1) read.splice(at, 2, ...interval(read[at], read[at + 1], text));
    return read.filter(({ unit, spelt }) => unit || !spelt).map(measured);
  };

  // Judging: which figure a number means, and whether it is printed so.

  const entries = QUOTING.numbers.map(([figure, role, printed, unit, qualifier, turned]) => {
    const sign = printed.startsWith("-") ? -1 : 1;
    const size = Math.abs(Number(printed));
    return { figure, role, printed, unit, qualifier, turned: Boolean(turned), size, sign, decimals: decimals(printed) };
  });
  const isEnd = ({ role }) => role === "low" || role === "high";

  const byKind = (cues) => {
    const found = new Map();
    for (const cue of cues) found.set(cue[0], (found.get(cue[0]) ?? new Set()).add(cue));
    return found;
  };
  const cuesOf = figures.map(([, , , cues]) => byKind(cues));

  const score = (own, said) => {
    let total = 0;
    for (const [kind, cues] of own) {
      const theirs = said.get(kind);
      if (theirs) total += [...cues].some((cue) => theirs.has(cue)) ? weights.adds[kind] : -weights.takes[kind];
    }
    return total;
  };

  const mentioned = (text, whole) => {
    const found = new Set(symbols.filter(([source]) => has(source, whole)).map(([, cue]) => cue));
    let left = ` ${text} `;
    for (const [name, cues] of names) {
      if (left.includes(` ${name} `)) {
        for (const cue of cues) found.add(cue);
        left = left.replaceAll(` ${name} `, " | ");
      }
    }
    const together = groups.filter(([, members]) => members.every((cue) => found.has(cue)));
    return new Set([...found, ...together.map(([group]) => group)]);
  };

  const compared = (said, entry) => {
    const gap = Math.abs(entry.size - said.value);
    const sign = said.sign || Number(isEnd(said));
    if (entry.size && sign * entry.sign < 0) return DIFFERENT;
    if (gap < TINY && said.decimals === entry.decimals) return PRINTED;
    if (said.bound) {
      const holds = said.bound === "<" ? entry.size < said.value : entry.size > said.value;
      return holds && said.role === entry.role ? ROUNDED : DIFFERENT;
    }
    if (said.decimals < entry.decimals) return gap <= Number(`5e-${said.decimals + 1}`) + TINY ? ROUNDED : DIFFERENT;
    return said.about && said.zeros && gap <= Number(`5e${said.zeros - 1}`) ? ROUNDED : DIFFERENT;
  };

  const matches = (said) =>
    entries
      .filter(({ unit, role }) => !(said.unit && unit && said.unit !== unit) && !(said.sure && said.role !== role))
      .map((entry) => {
        const fits = said.role === entry.role && (!said.unit || said.unit === entry.unit);
        return { entry, verdict: compared(said, entry), fits };
      });

  const oneWay = (found) => {
    const told = new Map(); // figure -> how many more ends are turned than straight
    for (const { entry, verdict, fits } of found.flat()) {
      if (!isEnd(entry) || !fits || verdict === DIFFERENT) continue;
      told.set(entry.figure, (told.get(entry.figure) ?? 0) + (entry.turned ? 1 : -1));
    }
    const stays = ({ entry }) => !isEnd(entry) || entry.turned === (told.get(entry.figure) > 0);
    return found.map((each) => each.filter(stays));
  };

  const isMeant = (said, total, verdict) =>
    said.tells > 1 || said.sure
      ? total >= weights.near || (verdict === PRINTED && said.tells > 2)
      : verdict === PRINTED && total >= weights.firm;

  // The greater of two lists, by the first place where they differ.
  const greater = (one, two) => {
    const at = two.findIndex((each, place) => each !== one[place]);
    return one[at] > two[at] || at < 0 ? one : two;
  };

  const answer = (said, found, scores, speaking) => {
    let [best, other] = [[-Infinity], [-Infinity]];
    found.forEach(({ entry, verdict, fits }, index) => {
      const near = speaking.get(entry.figure) ?? 0;
      let total = scores[entry.figure] + (fits ? weights.beside * near : 0);
      if (verdict === DIFFERENT) {
        if (fits && (said.firm || near)) other = greater(other, [total, -Math.abs(entry.size - said.value), -index]);
      } else {
        total -= weights.near * (!fits + (verdict === ROUNDED));
        if (isMeant(said, total, verdict)) best = greater(best, [total, fits, verdict === PRINTED, -index]);
      }
    });
    const { start, end } = said;
    if (other[0] >= weights[said.role ? "sure" : "firm"] && other[0] - best[0] >= weights.far) {
      return { start, end, verdict: DIFFERENT, entry: found[-other.at(-1)].entry };
    }
    if (best.length > 1) return { start, end, ...found[-best.at(-1)] };
    return { start, end, verdict: UNKNOWN };
  };

  const clusters = (found) => {
    const made = [];
    for (const each of found) {
      const last = made.at(-1);
      const begins = !each.role && !grammar.aside.includes(each.unit);
      const again = each.role && last?.some(({ role }) => role === each.role);
      if (last && !begins && !again) last.push(each);
      else made.push([each]);
    }
    return made;
  };

  const judged = (cluster, scores, others) => {
    const possible = oneWay(cluster.map(matches));
    const told = cluster.map(({ telling, unit }, at) => {
      const printed = possible[at].filter(({ fits, verdict }) => telling && fits && verdict === PRINTED);
      return new Set(printed.map(({ entry }) => entry.figure).filter((figure) => unit || !others.has(figure)));
    });
    const stays = ({ entry: { figure } }) => !others.has(figure) || told.some((own) => own.has(figure));
    const found = possible.map((each) => each.filter(stays));
    return cluster.flatMap((said, place) => {
      const speaking = new Map();
      told.forEach((own, at) => {
        if (at !== place) for (const figure of own) speaking.set(figure, (speaking.get(figure) ?? 0) + 1);
      });
      const given = answer(said, found[place], scores, speaking);
      return said.spelt && given.verdict !== PRINTED ? [] : [given];
    });
  };

  const check = (text) => {
    const plain = text.replace(/[\u00a0\u2009\u202f\t\r]/g, " ");
    const masked = plain.replace(pattern(grammar.mask), (found) => found.replace(/[^\n]/g, " "));
    const found = numbers(masked);
    let before = [];
    return sentences(plain).flatMap((sentence) => {
      const said = mentioned(sentence.words, plain.slice(sentence.start, sentence.end));
      const kinds = new Set([...said].map((cue) => cue[0]));
      const lasts = (cue) => "se".includes(cue[0]) && !kinds.has(cue[0]);
      const carried = sentence.begins ? [] : before.filter(lasts);
      before = [...said, ...carried];
      const inside = found.filter(({ start }) => start >= sentence.start && start < sentence.end);
      if (!inside.length) return [];
      const [now, then] = [byKind(said), byKind(carried)];
      const measures = now.get("m");
      const isOther = (own) => measures && own.has("m") && ![...own.get("m")].some((cue) => measures.has(cue));
      const others = new Set(cuesOf.flatMap((own, figure) => (isOther(own) ? [figure] : [])));
      const scores = cuesOf.map((own) => score(own, now) + score(own, then) / 2);
      return clusters(inside).flatMap((cluster) => judged(cluster, scores, others));
    });
  };

  // Showing it.

  const area = form.querySelector("textarea");
  const make = (tag, more, ...children) => {
    const element = Object.assign(document.createElement(tag), more);
    element.append(...children);
    return element;
  };

  const item = (text, { start, end, verdict, entry }) => {
    const left = text.slice(0, start).replace(/\s+/g, " ");
    const right = text.slice(end, end + 200).replace(/\s+/g, " ");
    const before = left.length > 40 ? `… ${left.slice(-40).replace(/^\S* /, "")}` : left;
    const after = right.length > 30 ? `${right.slice(0, 30).replace(/ \S*$/, "")} …` : right;
    const quoted = make("q", {}, before, make("mark", {}, text.slice(start, end)), after);
    if (!entry) return make("li", {}, quoted);
    const [, address, label] = figures[entry.figure];
    const turned = entry.turned ? " with the signs turned" : "";
    const shown = `${entry.qualifier} ${entry.printed}`.trim().replace("-", "\u2212") + turned;
    const told = verdict === PRINTED ? "" : `${roles[entry.role]} is ${shown}: `;
    return make("li", {}, quoted, make("span", {}, told, make("a", { href: `../${address}` }, label)));
  };

  const show = () => {
    const text = area.value;
    const answers = check(text);
    for (const part of form.querySelectorAll("details")) {
      const found = answers.filter(({ verdict }) => verdict === part.dataset.verdict);
      part.hidden = !found.length;
      part.querySelector("summary").textContent = `${found.length} ${part.dataset.verdict}`;
      part.querySelector("ol").replaceChildren(...found.map((each) => item(text, each)));
    }
    const wrong = answers.filter(({ verdict }) => verdict === DIFFERENT).length;
    const many = answers.length === 1 ? "1 number" : `${answers.length} numbers`;
    form.querySelector("output").textContent = text.trim() ? `${many}, ${wrong || "none"} different` : "";
  };

  let timer = 0;
  area.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(show, PAUSE);
  });
  form.hidden = false;
  if (area.value) show(); // what a browser kept of an earlier visit
}
