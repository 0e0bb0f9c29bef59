// On a phone: tables are cards that read from top to bottom, and everything is large enough for a thumb.

import { addAxe, violations } from "./support/axe.js";
import { pages } from "./support/pages.js";
import { expect, openLive, test } from "./support/test.js";

test.use({ viewport: { width: 360, height: 800 }, hasTouch: true });

const TARGET = 44;
const rows = (page) => page.locator('table[data-items="all"] tbody tr');

/** Boxes that scroll sideways, as people see the page. */
const tooWide = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll("main .scroll")]
      .filter((box) => box.checkVisibility() && box.scrollWidth > box.clientWidth)
      .map((box) => box.getAttribute("aria-label")),
  );

// The overview loads the styles of its first frame only; SQL's answers have as many columns as somebody asks for.
for (const { name, path } of pages.filter(({ name }) => !["overview", "sql"].includes(name))) {
  test(`no table of ${name} scrolls sideways`, async ({ page }) => {
    await openLive(page, path);
    expect(await tooWide(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  });
}

test("a card of the list has every column with its label, and what to do first", async ({ page }) => {
  await openLive(page, "/items");
  const heads = await page.locator('table[data-items="all"] thead th').evaluateAll((heads) =>
    heads.slice(1).map((head) => head.querySelector("a").firstChild.textContent),
  );
  expect(heads.length).toBeGreaterThan(12);
  const card = await rows(page).first().evaluate((row) => {
    const place = ({ top, left, right, bottom }) => ({ top, left, right, bottom });
    return {
      name: place(row.querySelector("th").getBoundingClientRect()),
      cells: [...row.querySelectorAll("td")].map((cell) => ({
        label: getComputedStyle(cell, "::before").content.split('"')[1],
        text: cell.textContent,
        ...place(cell.getBoundingClientRect()),
      })),
    };
  });
  expect(card.cells.map(({ label }) => label)).toEqual(heads);
  for (const { label, text, left, right } of card.cells) {
    expect(text, label).not.toBe("");
    expect(left, label).toBeGreaterThanOrEqual(0);
    expect(right, label).toBeLessThanOrEqual(360);
  }
  const top = (label) => card.cells.find((cell) => cell.label === label).top;
  for (const first of ["Status", "Cover, days", "Order by", "Order now", "At risk"]) {
    expect(top(first), first).toBeGreaterThanOrEqual(card.name.bottom);
    for (const later of ["Category", "On hand", "Stock value"]) expect(top(first), first).toBeLessThan(top(later));
  }
});

test("for screen readers it stays a table, and no label is read twice", async ({ page }) => {
  await openLive(page, "/items?q=mug&page_size=25");
  const table = page.getByRole("table", { name: "Item-locations" });
  await expect(table.getByRole("columnheader", { name: "Stock value" })).toHaveCount(1);
  const first = table.getByRole("row").nth(1);
  await expect(first.getByRole("rowheader")).toHaveCount(1);
  await expect(first.getByRole("cell")).toHaveCount(await table.getByRole("columnheader").count() - 1);
  // The words that stand in a card are those of the cell; the head's are its name.
  expect(await first.ariaSnapshot()).not.toContain("Stock value");
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send("Accessibility.getFullAXTree");
  const cells = nodes.filter(({ role }) => ["cell", "gridcell"].includes(role?.value)).map(({ name }) => name?.value ?? "");
  expect(cells.length).toBeGreaterThan(20);
  expect(cells.filter((name) => /Stock value|Order now/.test(name))).toEqual([]);
});

test("the list sorts from a strip that shows the present order first", async ({ page, request }) => {
  await openLive(page, "/items?q=mug");
  const strip = page.locator('table[data-items="all"] thead');
  const link = strip.getByRole("link", { name: "Stock value" });
  await link.scrollIntoViewIfNeeded();
  await link.tap();
  await expect(page).toHaveURL(/sort=-stock_value/);
  const { items } = await (await request.get("/api/v1/items?q=mug&sort=-stock_value")).json();
  const shown = () => rows(page).evaluateAll((rows) => rows.map(({ dataset }) => `${dataset.sku} ${dataset.location}`));
  await expect.poll(shown).toEqual(items.map(({ sku, location }) => `${sku} ${location}`));
  await strip.locator("tr").evaluate((row) => row.scrollTo(0, 0));
  const lefts = await strip.locator("th").evaluateAll((heads) =>
    heads.map((head) => [head.hasAttribute("aria-sort"), head.getBoundingClientRect().left]),
  );
  const current = lefts.find(([isCurrent]) => isCurrent)[1];
  expect(Math.min(...lefts.map(([, left]) => left))).toBe(current);
});

test("server and browser draw the same cards", async ({ page, request }) => {
  await openLive(page, "/items?q=mug");
  await page.locator('input[name="q"][type="search"]').last().fill("mugs");
  await expect(page).toHaveURL(/q=mugs/);
  const html = await (await request.get("/items?q=mugs")).text();
  const [live, served] = await page.evaluate((html) => {
    const table = (document) => document.querySelector('table[data-items="all"]').outerHTML;
    return [table(document), table(new DOMParser().parseFromString(html, "text/html"))];
  }, html);
  expect(live).toBe(served);
});

test("the first chart of an item is on the first screen", async ({ page }) => {
  await openLive(page, "/item?sku=85123A&location=UK");
  const { y } = await page.locator('[data-chart="demand"] svg').boundingBox();
  expect(y).toBeLessThan(800);
});

test("the first of the items is on the first screen", async ({ page }) => {
  await openLive(page, "/items");
  const { y } = await rows(page).first().boundingBox();
  expect(y).toBeLessThan(800);
});

test("the pages stand in one line, in which the present one is in sight", async ({ page }) => {
  await openLive(page, "/data-quality");
  const nav = page.locator(".site-head nav");
  const link = nav.locator("[aria-current]");
  expect((await nav.boundingBox()).height).toBeLessThan(1.5 * TARGET);
  const [strip, current] = [await nav.boundingBox(), await link.boundingBox()];
  expect(current.x).toBeGreaterThanOrEqual(strip.x - 1);
  expect(current.x + current.width).toBeLessThanOrEqual(strip.x + strip.width + 1);
  const first = nav.getByRole("link").first();
  await first.focus();
  await expect(first).toBeInViewport();
});

test("a tablet's fingers find targets as large as a phone's", async ({ page }) => {
  await page.setViewportSize({ width: 1024, height: 768 });
  await openLive(page, "/items");
  const small = await page.locator(".toolbar :is(a, summary), .pager a").evaluateAll((all, least) =>
    all.filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < least).map((one) => one.textContent), TARGET);
  expect(small).toEqual([]);
});

for (const [path, targets] of [
  ["/items", "header a, header input, .toolbar :is(a, button, input, summary), .all-items :is(thead, tbody, .pager) a"],
  ["/item?sku=85123A&location=UK&list=", "header a, .walk a, .item-history header a, .more > summary, .elsewhere a"],
  ["/orders?supplier=SUP-06", ".day-sum :is(a, summary), .toolbar :is(a, button, input), .supplier-order :is(a, button, input, summary)"],
  ["/what-if", "header a, header input, .controls :is(button, input:not([type=radio], [type=range]))"],
]) {
  test(`what is touched on ${path} is as high as a thumb is wide`, async ({ page }) => {
    await openLive(page, path);
    const small = await page.locator(targets).evaluateAll((all, least) =>
      all.filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < least)
        .map((one) => `${one.textContent || one.name}: ${one.getBoundingClientRect().height}`), TARGET);
    expect(small).toEqual([]);
  });
}

test("axe finds nothing in cards", async ({ page }) => {
  await addAxe(page);
  for (const path of ["/items", "/orders?supplier=SUP-06", "/what-if", "/accuracy", "/segments"]) {
    await openLive(page, path);
    expect(await violations(page), path).toEqual([]);
  }
});
