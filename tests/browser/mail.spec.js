// The overview as a mail, in a window for reading mail and on a phone, and as a PDF that the browser under test prints.

import { execFileSync } from "node:child_process";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { addAxe, violations } from "./support/axe.js";
import { binary, chromium, results, site, store } from "./support/environment.js";
import { expect, test } from "./support/test.js";

const folder = join(results, "mail");
const LINK = "https://stock.example.org/inventory/";

test.beforeAll(() => mkdir(folder, { recursive: true }));

const run = (...options) =>
  execFileSync(binary, ["export", "--store", store, "--site", site, ...options], {
    encoding: "utf8",
    env: { ...process.env, GRANARY_CHROMIUM: chromium },
  });

for (const [language, prefix] of [["en", ""], ["de", "de/"], ["zh-CN", "zh-CN/"]]) {
  test(`the mail reads well and asks for nothing: ${language}`, async ({ page, request }) => {
    const path = join(folder, `${language}.html`);
    run("--email", path, "--language", language, "--link", LINK);
    const html = await readFile(path, "utf8");
    expect(Buffer.byteLength(html)).toBeLessThanOrEqual(100_000);
    const asked = [];
    page.on("request", (request) => asked.push(request.url()));
    await addAxe(page);
    const address = pathToFileURL(path).href;
    for (const [width, height] of [[700, 900], [360, 800]]) {
      await page.setViewportSize({ width, height });
      await page.goto(address);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      expect(wide, `at ${width} px nothing lies beyond the edge`).toBeLessThanOrEqual(0);
      // A mail has no landmarks, and one heading for all of it.
      expect((await violations(page)).filter((violation) => !/^(region|landmark-one-main)/.test(violation))).toEqual([]);
    }
    expect(new Set(asked)).toEqual(new Set([address]));

    const text = (locator) => locator.evaluateAll((found) => found.map(({ textContent }) => textContent.replaceAll(/\s+/g, " ").trim()));
    const values = await text(page.locator("#key-figures td[bgcolor] p:nth-of-type(1)"));
    const first = await text(page.locator("#at-risk tr td:first-child"));
    const money = await text(page.locator("#at-risk tr td:last-child"));
    await page.goto(`/${prefix}`);
    expect(await text(page.locator("article[data-kpi] p.value"))).toEqual(values);
    const { items } = await (await request.get("/api/v1/items?page_size=8")).json();
    expect(first).toHaveLength(items.length);
    for (const [place, { sku, location_name }] of items.entries()) expect(first[place]).toContain(`${sku} · ${location_name}`);
    await page.goto(`/${prefix}items?page_size=8`);
    expect(await text(page.locator('table[data-items="all"] tbody tr td:last-child'))).toEqual(money);
  });
}

test("the PDF has pages, and links only where an address is known", async () => {
  const print = async (...options) => {
    const path = join(folder, "overview.pdf");
    expect(run("--pdf", path, ...options)).toContain("Printed the overview");
    return readFile(path, "latin1");
  };
  const links = (pdf) => [...pdf.matchAll(/\/URI \(([^)]*)\)/g)].map(([, address]) => address);
  const plain = await print();
  expect(plain.startsWith("%PDF-")).toBe(true);
  const pages = plain.match(/\/Type \/Page\b(?!s)/g) ?? [];
  expect(pages.length).toBeGreaterThanOrEqual(3);
  expect(pages.length).toBeLessThanOrEqual(7);
  expect(links(plain)).toEqual([]);
  const linked = links(await print("--link", LINK, "--language", "de"));
  expect(linked.length).toBeGreaterThan(20);
  const elsewhere = linked.filter((address) => !address.startsWith(`${LINK}de/`));
  // The sources name their own.
  expect(elsewhere.filter((address) => !address.startsWith("https://archive.ics.uci.edu/"))).toEqual([]);
});
