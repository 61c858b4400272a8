// Lighthouse on a phone: accessibility, best practices and SEO must reach 100 on every page it is given.
//
//     node lighthouse.mjs SITE PORT ADDRESS...
//
// SITE is a folder with a site that was built for http://127.0.0.1:PORT/site/; ADDRESS is a path from its root. Says the
// scores and what costs points, and exits 1 where any are lost.
import { createServer } from "node:http";
import { readFile, stat } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const [site, port, ...addresses] = process.argv.slice(2);
const CATEGORIES = ["accessibility", "best-practices", "seo"];
const TYPES = {
  ".css": "text/css", ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".json": "application/json",
  ".png": "image/png", ".svg": "image/svg+xml", ".txt": "text/plain", ".woff2": "font/woff2", ".xml": "application/xml",
};

const server = createServer(async (request, response) => {
  const path = decodeURIComponent(new URL(request.url, "http://127.0.0.1").pathname);
  try {
    if (!path.startsWith("/site/")) throw new Error("elsewhere");
    let file = join(site, normalize(path.slice("/site".length)));
    if ((await stat(file)).isDirectory()) file = join(file, "index.html");
    const content = await readFile(file);
    response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream" }).end(content);
  } catch {
    response.writeHead(404, { "content-type": "text/plain" }).end("Not found");
  }
});
await new Promise((ready) => server.listen(Number(port), "127.0.0.1", ready));

let failed = false;
const chrome = await launch({
  chromePath: process.env.CHROME_PATH,
  chromeFlags: ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"],
});
try {
  for (const address of addresses) {
    const url = `http://127.0.0.1:${port}/site/${address}`;
    const { lhr } = await lighthouse(url, { port: chrome.port, onlyCategories: CATEGORIES, logLevel: "error" });
    const scores = CATEGORIES.map((id) => Math.round((lhr.categories[id].score ?? 0) * 100));
    console.log(`${scores.map((score) => String(score).padStart(3)).join(" ")}  /${address}`);
    if (lhr.runtimeError) console.log(`     ${lhr.runtimeError.message}`);
    for (const id of CATEGORIES) {
      for (const { id: audit, weight } of lhr.categories[id].auditRefs) {
        const { score, title, explanation, details } = lhr.audits[audit];
        if (!weight || score === null || score === 1) continue;
        console.log(`     ${id}: ${title}${explanation ? ` (${explanation})` : ""}`);
        for (const item of (details?.items ?? []).slice(0, 3)) {
          console.log(`       ${item.node?.snippet ?? item.description ?? JSON.stringify(item).slice(0, 200)}`);
        }
      }
    }
    failed ||= scores.some((score) => score < 100);
  }
} finally {
  await chrome.kill();
  server.close();
}
process.exitCode = failed ? 1 : 0;
