// Checks the numbers of a text as evidence.quote does.
(() => {
const form = document.querySelector(".quote"), SAYS = ["as printed", "rounded", "different", "unknown"];
let data, k, g, wait;
const all = (p, text) => [...text.matchAll(RegExp(p, "g"))], has = (p, text) => RegExp(p).test(text);
const kind = (cue) => k.cues[cue][0], kinds = (cues) => cues.reduce((m, c) => ((m[kind(c)] ??= []).push(c), m), {});
const places = (text) => (text.split(".")[1] || "").length, first = (a, b) => (b[0] - a[0] || b[1] - a[1]) > 0 ? b : a;

const word = (w) => g.words[w.toLowerCase()];
function phrase(text) {
	text = text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(RegExp(g.spelt, "g"), word).replaceAll("ize", "ise");
	return all("[a-z]+|[0-9]+", text).map(([w]) => (w[3] ? w.replace(/s$/, "") : w)).join(" ");
}

function numbers(text) {
	const found = all(g.number, text).filter(has.bind(0, "[0-9a-z]")).map((m) => {
		const n = m[0].replace("\u00b7", ".").replace(/^[-\u2212\u2013+]|'/g, "").replace(/^(\d+),(\d\d?)$/, "$1.$2").replaceAll(",", "");
		const spelt = word(m[0]), sign = (m[0][0] === "+") - has("^[-\u2212\u2013]", m[0]);
		return { at: m.index, to: m.index + m[0].length, n: spelt || +n, sign, d: places(n), spelt };
	});
	for (const x of found) {
		x.before = text.slice(Math.max(0, x.at - 48), x.at);
		x.after = text.slice(x.to, x.to + 32);
		const said = { role: "" };
		for (const [side, p, field, what] of g.beside) if (!said[field] && has(p, x[side])) said[field] = what;
		Object.assign(x, said, { sure: !!said.role });
		x.unit = x.sure ? "" : said.unit || k.units[phrase((x.after.match(g.unit) || "  ")[1])] || "";
	}
	found.forEach((low, i) => {
		const high = found[i + 1], sure = has(g.interval, low.before);
		if (high && !low.role && !high.role && (sure || has(g.bracket, low.before)) && has(g.between, text.slice(low.to, high.at)))
			[low, high].forEach((x, end) => Object.assign(x, { role: end ? "high" : "low", sure, unit: "" }));
	});
	return found.filter((x) => x.unit || !x.spelt);
}

function match(x, e) {
	const size = Math.abs(e[2]), gap = Math.abs(size - x.n), d = places(e[2]);
	if ((x.sign || !!x.role[2]) * e[2] < 0) return -1;
	if (gap < 1e-9 && x.d === d) return 0;
	if (x.bound) return x.role === e[1] && (x.bound === "<") === size < x.n && gap ? 1 : -1;
	const round = x.about && !x.d && x.n >= 10 ? 5 * 10 ** (/0*$/.exec(x.n)[0].length - 1) : -1;
	return gap <= (x.d < d ? +`5e-${x.d + 1}` : round) + 1e-9 ? 1 : -1;
}

function judge(x, scores, last) {
	let best = [-99], other = best;
	const digits = x.n.toFixed(x.d).replace(x.d ? /^0*[.]?0*|[.]/g : /^0+|0+$/g, "");
	const tells = digits.length + !!x.unit + !!x.sign;
	for (const e of k.numbers) {
		const [figure, role, printed, unit] = e, says = match(x, e), same = x.role === role;
		if ((x.unit && unit && x.unit !== unit) || (x.sure && !same)) continue;
		const fits = same && (!x.unit || x.unit === unit);
		let score = scores[figure] + (figure === last[0] && role && !last.includes(role) ? g.next : 0);
		if (says < 0) {
			if (fits && (x.sure || !g.loose.includes(x.unit))) other = first(other, [score, -Math.abs(Math.abs(printed) - x.n), e]);
			continue;
		}
		score -= g.near * (!fits + says);
		if (score < g.near ? !says && tells > 2 : !says || tells > 1 || x.sure) best = first(best, [score, 2 * fits - says, e, says]);
	}
	const differs = other[0] >= (g.sure[x.role] ?? g.sure[""]) && other[0] - best[0] >= g.far;
	return differs ? [2, other[2]] : best[2] ? [best[3], best[2]] : [3];
}

form.check = async (text) => {
	k = await (data ??= fetch("figures.json").then((file) => file.json()));
	g = k.grammar;
	text = text.replace(/[\u00a0\u2009\u202f\t\r]/g, " ");
	const told = [], found = numbers(text.replace(RegExp(g.mask, "g"), (m) => m.replace(/[^\n]/g, " ")));
	let start = 0, begins = true, before = [];
	for (const m of [...all(g.end, text), { index: text.length, 0: "" }]) {
		const said = new Set(), end = m.index + m[0].length;
		let words = ` ${phrase(text.slice(start, end))} `, last = [-1];
		for (const [name, cues] of k.names) if (words.includes(` ${name} `)) {
			cues.forEach((cue) => said.add(cue));
			words = words.replaceAll(` ${name} `, " | ");
		}
		for (const [group, members] of k.groups) if (members.every((cue) => said.has(cue))) said.add(group);
		const mine = kinds([...said]), kept = begins ? [] : before.filter((c) => has("[se]", kind(c)) && !mine[kind(c)]);
		const speaks = (own, theirs) => Object.keys(own).reduce((sum, c) =>
			sum + (!theirs[c] ? 0 : own[c].some((cue) => theirs[c].includes(cue)) ? g.adds[c] : -g.takes[c]), 0);
		const scores = k.figures.map((f) => speaks(kinds(f[3]), mine) + speaks(kinds(f[3]), kinds(kept)) / 2);
		before = [...said, ...kept];
		while (found.length && found[0].at < end) {
			const x = found.shift(), [says, e] = judge(x, scores, last);
			if (!says) last = [...(e[0] === last[0] ? last : [e[0]]), e[1]];
			if (!x.spelt || !says) told.push([x.at, x.to, says, e]);
		}
		start = end;
		begins = !!m[1];
	}
	return told;
};

const [area, status, list] = form.querySelectorAll("textarea, ol, output");
const make = (name, more) => Object.assign(document.createElement(name), more);
const link = (id, address, textContent) => make("a", { href: "../" + address, textContent });
area.oninput = () => (clearTimeout(wait), wait = setTimeout(show, 300));
async function show() {
	const text = area.value, told = await form.check(text);
	list.replaceChildren(...told.map(([at, to, says, e]) => {
		const item = make("li", { className: "is" + says }), mark = make("mark", { textContent: text.slice(at, to) });
		item.append(text.slice(Math.max(0, at - 32), at), mark, `${text.slice(to, to + 24)} \u2014 ${SAYS[says]}`);
		if (e) item.append(says ? ` (${k.roles[e[1]]}: ${e[4]} ${e[2]}): ` : ": ", link(...k.figures[e[0]]));
		return item;
	}));
	status.textContent = SAYS.map((says, i) => `${told.filter((a) => a[2] === i).length} ${says}`).join(", ");
}
form.hidden = false;
})();
