// Every page in every language: drawn in it, live in it, and the same page a click away.

import { readdirSync, readFileSync } from "node:fs";
import { addAxe, violations } from "./support/axe.js";
import { expect, openLive, test } from "./support/test.js";
import { pages } from "./support/pages.js";
import { latinWords, namesOfData, namesOfQueryPages } from "./support/words.js";

const files = readdirSync(new URL("../../app/text/", import.meta.url));
const others = files.map((file) => file.replace(".json", "")).filter((code) => code !== "en");
const catalogue = (code) => JSON.parse(readFileSync(new URL(`../../app/text/${code}.json`, import.meta.url), "utf8"));
const english = catalogue("en");

/** Sentences of the English catalogue that stand on a page as they are: long ones, of several words, without a place for a value. */
function sentences(entries) {
  return Object.values(entries).flatMap((text) =>
    typeof text === "string" ? (text.length >= 12 && text.includes(" ") && !text.includes("{") ? [text] : []) : sentences(text),
  );
}

for (const code of others) {
  const own = new Set(sentences(catalogue(code)));
  const foreign = sentences(english).filter((sentence) => !own.has(sentence));

  for (const { name, path, isStatic } of pages) {
    test(`${name} in ${code}: live, accessible, narrow, and without an English sentence`, async ({ page }) => {
      await page.setViewportSize({ width: 360, height: 800 });
      await addAxe(page);
      await openLive(page, `/${code}${path}`);
      await expect(page.locator("html")).toHaveAttribute("lang", code);
      if (!isStatic) await expect(page.locator("[data-hydrated=true]").first()).toBeAttached();
      const shown = await page.locator("body").innerText();
      expect(foreign.filter((sentence) => shown.includes(sentence))).toEqual([]);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(width).toBeLessThanOrEqual(360);
      expect(await violations(page)).toEqual([]);
    });
  }

  test(`what a slider says is in ${code}`, async ({ page }) => {
    await openLive(page, `/${code}/what-if`);
    await page.locator("input[type=range]").first().focus();
    await page.keyboard.press("ArrowRight");
    await expect(page.locator("[data-live=true]").first()).toBeAttached();
    const shown = await page.locator("main").innerText();
    expect(foreign.filter((sentence) => shown.includes(sentence))).toEqual([]);
  });
}

test("another language shows the same page with the same question", async ({ page }) => {
  await openLive(page, "/what-if?service_level=0.9");
  await page.locator("a[data-language=de]").click();
  await expect(page).toHaveURL("/de/what-if?service_level=0.9");
  await page.locator("a[data-language=zh-CN]").click();
  await expect(page).toHaveURL("/zh-CN/what-if?service_level=0.9");
  await page.locator("a[data-language=en]").click();
  await expect(page).toHaveURL("/what-if?service_level=0.9");
});

test("what was chosen on a live page goes along", async ({ page }) => {
  await openLive(page, "/items");
  await page.goto("/items?class=A&sort=-on_hand");
  const href = await page.locator("a[data-language=de]").getAttribute("href");
  expect(new URL(href, page.url()).pathname).toBe("/de/items");
  expect(new URL(href, page.url()).searchParams.get("class")).toBe("A");
});

test("an address that leads nowhere is refused in its language", async ({ request }) => {
  const refused = await request.get("/de/nowhere", { headers: { accept: "text/html" } });
  expect(refused.status()).toBe(404);
  expect(await refused.text()).toContain('lang="de"');
  const home = await request.get("/de", { maxRedirects: 0 });
  expect([home.status(), home.headers().location]).toEqual([308, "/de/"]);
});

test.describe("no English word on a Chinese page", () => {
  let names;
  test.beforeAll(async () => {
    names = await namesOfData();
  });

  for (const { name, path } of pages) {
    test(`${name}`, async ({ page }) => {
      await openLive(page, `/zh-CN${path}`);
      for (const details of await page.locator("details:not([name])").all()) await details.evaluate((node) => (node.open = true));
      // Whoever writes a query page names its columns.
      expect(await latinWords(page, name === "q" ? [...names, ...namesOfQueryPages()] : names)).toEqual([]);
    });
  }

  test("what is said once the islands compute", async ({ page }) => {
    await openLive(page, "/zh-CN/what-if");
    await page.locator("input[type=range]").first().focus();
    await page.keyboard.press("ArrowRight");
    await expect(page.locator("[data-live=true]").first()).toBeAttached();
    expect(await latinWords(page, names)).toEqual([]);
    await openLive(page, "/zh-CN/");
    await page.locator("svg[tabindex]").first().focus();
    await page.keyboard.press("ArrowLeft");
    await expect(page.locator("[data-live=true]").first()).toBeAttached();
    expect(await latinWords(page, names)).toEqual([]);
  });

  for (const [path, status] of [
    ["/zh-CN/nowhere", 404],
    ["/zh-CN/?class=D", 400],
    ["/zh-CN/?from=soon", 400],
    ["/zh-CN/items?page=0", 400],
    ["/zh-CN/what-if?service_level=2", 400],
    ["/zh-CN/item?location=UK", 400],
    ["/zh-CN/item?sku=nothing&location=UK", 404],
  ]) {
    test(`${path} is refused in Chinese`, async ({ page, problems }) => {
      const response = await page.goto(path);
      expect(response.status()).toBe(status);
      expect(await latinWords(page, names)).toEqual([]);
      // The browser reports the status itself.
      problems.length = 0;
    });
  }
});

test.describe("a language that is longer, accented and written from right to left", () => {
  for (const { name, path } of pages) {
    test(`${name} fits 360 px`, async ({ page }) => {
      await page.setViewportSize({ width: 360, height: 800 });
      await page.goto(`/ar-XB${path}`);
      await expect(page.locator("html")).toHaveAttribute("dir", "rtl");
      const { scrollWidth, clientWidth } = await page.evaluate(() => {
        const { scrollWidth, clientWidth } = document.documentElement;
        return { scrollWidth, clientWidth };
      });
      expect(scrollWidth).toBeLessThanOrEqual(clientWidth);
      // Text begins at the right: headings end where the page's padding begins.
      const heading = await page.locator("h1").boundingBox();
      expect(360 - heading.x - heading.width).toBeLessThan(32);
      expect(await page.locator("h1").evaluate((node) => getComputedStyle(node).direction)).toBe("rtl");
    });
  }
});
