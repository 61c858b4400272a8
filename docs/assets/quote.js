// Checks the numbers of a pasted text as evidence.quote does, with the same patterns; the text never leaves the page.
(() => {
  const KINDS = ["as printed", "rounded", "different", "unknown"];
  const ROLES = { p: "P", se: "standard error", low: "lower end", high: "upper end", level: "level of the interval" };
  const all = (pattern, text, flags = "g") => [...text.matchAll(new RegExp(pattern, flags))];

  function reader(k) {
    const g = k.grammar, ones = g.ones.split(" "), value = {};
    ones.forEach((word, i) => (value[word] = i));
    g.tens.split(" ").forEach((ten, i) => {
      value[ten] = 10 * i + 20;
      for (let j = 1; j < 10; j++) value[`${ten}-${ones[j]}`] = 10 * i + 20 + j;
    });
    const spelt = `\\b(?:${Object.keys(value).sort((a, b) => b.length - a.length || (a < b ? -1 : 1)).join("|")})\\b`;
    const phrase = (text) => {
      text = text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "");
      text = text.replace(new RegExp(spelt, "gi"), (w) => value[w]).replaceAll("ize", "ise");
      return all("[a-z]+|[0-9]+", text).map(([w]) => (w.length > 3 && w.endsWith("s") ? w.slice(0, -1) : w)).join(" ");
    };
    const entries = k.numbers.map(([figure, role, printed, unit, qualifier]) => ({
      figure, role, printed, unit, qualifier,
      size: Math.abs(+printed), negative: +printed < 0, decimals: (printed.split(".")[1] || "").length,
    }));
    const kind = (cue) => k.cues[cue][0];
    const byKind = (cues) => {
      const found = {};
      for (const cue of cues) (found[kind(cue)] ??= new Set()).add(cue);
      return found;
    };
    const own = k.figures.map((figure) => byKind(figure[3]));
    const named = new Map(k.names.map(([name, cues]) => [name, [...cues]]));
    k.cues.forEach((cue, i) => {
      if ("tw".includes(cue[0])) named.set(cue.slice(2), [...(named.get(cue.slice(2)) || []), i]);
    });
    const names = [...named].sort(([a], [b]) => b.length - a.length || (a < b ? -1 : 1));
    const mentioned = (words) => {
      let left = ` ${words} `;
      const found = new Set();
      for (const [name, cues] of names) {
        if (!left.includes(` ${name} `)) continue;
        cues.forEach((cue) => found.add(cue));
        left = left.replaceAll(` ${name} `, " | ");
      }
      const whole = k.groups.filter(([, members]) => members.every((cue) => found.has(cue)));
      whole.forEach(([group]) => found.add(group));
      return found;
    };
    const speaks = (mine, theirs) =>
      Object.keys(mine).reduce((sum, one) => {
        if (!theirs[one]) return sum;
        return sum + ([...mine[one]].some((cue) => theirs[one].has(cue)) ? g.adds[one] : -g.takes[one]);
      }, 0);

    function numbers(text) {
      const found = all(g.number, text).filter(([n]) => /[0-9]/.test(n)).map((match) => {
        const n = match[0].replaceAll("\u00b7", ".");
        let plain = n.replace(/^[-\u2212\u2013+]/, "").replaceAll("'", "");
        if (/^[0-9]+,[0-9]{1,2}$/.test(plain)) plain = plain.replace(",", ".");
        plain = plain.replaceAll(",", "");
        const sign = "-\u2212\u2013".includes(n[0]) ? -1 : n[0] === "+" ? 1 : 0;
        return { start: match.index, end: match.index + n.length, value: +plain, sign, decimals: (plain.split(".")[1] || "").length };
      });
      for (const m of all(spelt, text, "gi")) {
        found.push({ start: m.index, end: m.index + m[0].length, value: value[m[0].toLowerCase()], sign: 0, decimals: 0, spelt: true });
      }
      found.sort((a, b) => a.start - b.start);
      for (const n of found) {
        const before = text.slice(Math.max(0, n.start - 48), n.start), after = text.slice(n.end, n.end + 32), told = {};
        for (const [rules, place] of [[g.after, after], [g.before, before]]) {
          for (const [pattern, field, what] of rules) if (!(field in told) && new RegExp(pattern).test(place)) told[field] = what;
        }
        const word = after.match(new RegExp(g.unit));
        n.role = told.role || "";
        n.sure = !!n.role;
        n.unit = n.role ? "" : told.unit || k.units[phrase(word ? word[1] : "")] || "";
        n.bound = told.bound;
        n.about = told.about;
      }
      found.forEach((low, i) => {
        const high = found[i + 1], before = text.slice(Math.max(0, low.start - 48), low.start);
        const sure = new RegExp(g.interval).test(before);
        if (!high || low.role || high.role || !(sure || new RegExp(g.bracket).test(before))) return;
        if (!new RegExp(g.between).test(text.slice(low.end, high.start))) return;
        Object.assign(low, { role: "low", sure, unit: "" });
        Object.assign(high, { role: "high", sure, unit: "" });
      });
      return found.filter((n) => n.unit || !n.spelt);
    }

    function sentences(text) {
      const ends = new Map([[text.length, false]]);
      for (const m of all(g.sentence, text)) ends.set(m.index + m[0].length, false);
      for (const m of all(g.paragraph, text)) ends.set(m.index + m[0].length, true);
      let start = 0, begins = true;
      const found = [];
      for (const end of [...ends.keys()].sort((a, b) => a - b)) {
        if (end > start) found.push({ end, begins, words: phrase(text.slice(start, end)) });
        start = end;
        begins = ends.get(end);
      }
      return found;
    }

    function compared(n, e) {
      if (n.sign && n.sign !== (e.negative ? -1 : 1) && e.size >= 1e-9) return -1;
      const gap = Math.abs(e.size - n.value);
      if (gap < 1e-9 && n.decimals === e.decimals) return 0;
      if (n.bound) return (n.bound === "<" ? e.size < n.value : e.size > n.value) && n.role === e.role ? 1 : -1;
      if (n.decimals < e.decimals) return gap <= +`5e-${n.decimals + 1}` + 1e-9 ? 1 : -1;
      if (!n.about || n.decimals || n.value < 10) return -1;
      return gap <= 5 * 10 ** (`${n.value}`.match(/0*$/)[0].length - 1) + 1e-9 ? 1 : -1;
    }

    function judge(n, scores, last) {
      let best = null, other = null;
      let digits = n.value.toFixed(n.decimals).replace(".", "").replace(/^0+/, "");
      if (!n.decimals) digits = digits.replace(/0+$/, "");
      const told = digits.length + !!n.unit + !!n.sign;
      const over = (a, b) => !b || (a.find((x, i) => x !== b[i]) ?? 0) > (b.find((x, i) => x !== a[i]) ?? 0);
      entries.forEach((e, i) => {
        if ((n.unit && e.unit && n.unit !== e.unit) || (n.sure && n.role !== e.role)) return;
        const fits = n.role === e.role && (!n.unit || n.unit === e.unit);
        let score = scores[e.figure] + (e.figure === last.figure && e.role && !last.roles.includes(e.role) ? g.next : 0);
        const verdict = compared(n, e);
        if (verdict >= 0) {
          score -= g.near * (!fits + verdict);
          const meant = verdict ? score >= g.near && (told > 1 || n.sure) : score >= g.near || told > 2;
          const rank = [score, +fits, -verdict, -i];
          if (meant && over(rank, best)) best = rank;
        } else if (fits && (n.sure || !g.loose.includes(n.unit))) {
          const rank = [score, -Math.abs(e.size - n.value), -i];
          if (over(rank, other)) other = rank;
        }
      });
      const answer = (verdict, entry) => ({ start: n.start, end: n.end, verdict: KINDS[verdict], entry });
      if (other && other[0] >= (g.sure[n.role] ?? g.sure[""]) && other[0] - (best ? best[0] : -99) >= g.far) return answer(2, entries[-other[2]]);
      return best ? answer(-best[2], entries[-best[3]]) : answer(3, null);
    }

    return (text) => {
      const plain = text.replace(/[\u00a0\u2009\u202f\t\r]/g, " ");
      let masked = plain;
      for (const pattern of g.masks) masked = masked.replace(new RegExp(pattern, "g"), (m) => m.replace(/[^\n]/g, " "));
      const found = numbers(masked), answers = [];
      let before = new Set();
      for (const sentence of sentences(plain)) {
        const said = mentioned(sentence.words), kinds = new Set([...said].map(kind));
        const carried = sentence.begins ? [] : [...before].filter((cue) => "se".includes(kind(cue)) && !kinds.has(kind(cue)));
        before = new Set([...said, ...carried]);
        if (!found.length || found[0].start >= sentence.end) continue;
        const theirs = byKind(said), lasting = byKind(carried);
        const scores = own.map((mine) => speaks(mine, theirs) + speaks(mine, lasting) / 2);
        let last = { figure: -1, roles: [] };
        while (found.length && found[0].start < sentence.end) {
          const n = found.shift(), answer = judge(n, scores, last);
          if (answer.entry && answer.verdict === KINDS[0]) {
            const { figure, role } = answer.entry;
            last = { figure, roles: [...(figure === last.figure ? last.roles : []), role] };
          }
          if (!n.spelt || answer.verdict === KINDS[0]) answers.push(answer);
        }
      }
      return answers;
    };
  }
  window.quoteReader = reader;
})();
