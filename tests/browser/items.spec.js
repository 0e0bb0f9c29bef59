// The list of items as a planner works with it: sorted, searched, filtered, in pages, with and without scripts.

import { readFile } from "node:fs/promises";
import { isLater } from "./support/bytes.js";
import { addAxe, violations } from "./support/axe.js";
import { query } from "./support/duckdb.js";
import { expect, openLive, test } from "./support/test.js";

const rows = (page) => page.locator('table[data-items="all"] tbody tr');
const skus = (page) => rows(page).evaluateAll((rows) => rows.map((row) => `${row.dataset.sku} ${row.dataset.location}`));
const listed = ({ items }) => items.map(({ sku, location }) => `${sku} ${location}`);

async function items(request, search) {
  const answer = await request.get(`/api/v1/items${search}`);
  expect(answer.ok(), await answer.text()).toBe(true);
  return answer.json();
}

/** Opens the list and waits until it computes by itself. */
async function openComputing(page, path) {
  await openLive(page, path);
  await page.mouse.move(200, 300);
  await page.mouse.move(210, 310);
  await expect(page.locator('[data-live="true"]')).toBeVisible();
}

/** A reader as RFC 4180 describes it. */
function readCsv(text) {
  const lines = [[""]];
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const line = lines.at(-1);
    if (quoted && text.startsWith('""', i)) line[line.length - 1] += text[i++];
    else if (text[i] === '"') quoted = !quoted;
    else if (text[i] === "," && !quoted) line.push("");
    else if (text.startsWith("\r\n", i) && !quoted) {
      lines.push([""]);
      i++;
    } else line[line.length - 1] += text[i];
  }
  return lines.slice(0, -1);
}

test("without scripts the list sorts, searches and pages by plain links and forms", async ({ browser, baseURL, request }) => {
  const context = await browser.newContext({ baseURL, javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto("/items");
  expect(await skus(page)).toEqual(listed(await items(request, "")));
  await page.getByRole("link", { name: "Next", exact: true }).click();
  expect(await skus(page)).toEqual(listed(await items(request, "?page=2")));
  await page.getByRole("link", { name: "Stock value" }).click();
  expect(await skus(page)).toEqual(listed(await items(request, "?sort=-stock_value")));
  await expect(page.getByRole("columnheader", { name: "Stock value" })).toHaveAttribute("aria-sort", "descending");
  await page.getByRole("link", { name: "Stock value" }).click();
  await expect(page.getByRole("columnheader", { name: "Stock value" })).toHaveAttribute("aria-sort", "ascending");
  await page.getByRole("searchbox", { name: "Search in this list" }).fill("red mug");
  await page.getByRole("button", { name: "Apply" }).click();
  await expect(page).toHaveURL(/q=red\+mug/);
  expect(await skus(page)).toEqual(listed(await items(request, "?q=red+mug&sort=stock_value")));
  await page.getByRole("searchbox", { name: /Search items, categories/ }).fill("lantern");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/items\?q=lantern$/);
  expect(await skus(page)).toEqual(listed(await items(request, "?q=lantern")));
  await context.close();
});

test("once live it sorts, pages and filters to what the API answers, without a request", async ({ page, request }) => {
  await openComputing(page, "/items");
  const requests = [];
  page.on("request", (request) => isLater(request.url()) || requests.push(request.url()));
  const check = async (act, search) => {
    await act();
    await expect(page).toHaveURL(new RegExp(`${search.replaceAll(/[?+]/g, "\\$&")}$`));
    const asked = requests.splice(0);
    expect(asked, search).toEqual([]);
    expect(await skus(page)).toEqual(listed(await items(request, search)));
  };
  const link = (name) => page.locator("main").getByRole("link", { name, exact: true });
  await check(() => link("Cover, days").click(), "?sort=cover_days");
  await check(() => link("Next").click(), "?sort=cover_days&page=2");
  await check(() => link("100").click(), "?sort=cover_days&page_size=100");
  await check(() => page.locator('a:has([data-status="excess"])').click(), "?status=excess&sort=cover_days&page_size=100");
  await check(() => link("SKU").click(), "?status=excess&sort=sku&page_size=100");
});

test("suppliers, what to order today and columns are chosen in one line, and the sums follow", async ({ page, request }) => {
  await openComputing(page, "/items");
  const sum = async (id) => Number(await page.locator(`[data-sum="${id}"]`).getAttribute("data-value"));
  const toolbar = page.locator(".list-form");
  const boxes = await toolbar.locator("input[type=search], .menu > summary, button").evaluateAll((all) =>
    all.map((one) => one.getBoundingClientRect()).map(({ top, bottom }) => (top + bottom) / 2));
  expect(Math.max(...boxes) - Math.min(...boxes), "one line").toBeLessThan(6);

  await toolbar.locator("summary").first().click();
  await toolbar.getByLabel("SUP-06").check();
  await expect(page).toHaveURL(/supplier=SUP-06/);
  await page.keyboard.press("Escape");
  await expect(toolbar.locator("details[open]")).toHaveCount(0);
  await page.locator("a[data-only=order]").click();
  await expect(page).toHaveURL(/\?supplier=SUP-06&only=order&sort=-suggested_value$/);
  const { total, items: listed } = await items(request, "?supplier=SUP-06&only=order&sort=-suggested_value&page_size=10000");
  expect(listed.every(({ supplier, suggested_order }) => supplier === "SUP-06" && suggested_order > 0)).toBe(true);
  const value = listed.reduce((sum, { suggested_order, unit_cost }) => sum + suggested_order * unit_cost, 0);
  await expect.poll(() => sum("order_value")).toBe(total.order_value);
  expect(Math.abs(total.order_value / value - 1)).toBeLessThan(1e-6);
  expect(await sum("stock_value")).toBe(total.stock_value);
  const orders = await (await request.get("/api/v1/orders?supplier=SUP-06&page_size=1")).json();
  expect(orders.total.lines).toBe(total.item_locations);
  expect(Math.abs(orders.total.value / total.order_value - 1)).toBeLessThan(1e-6);

  const heads = () => page.locator('table[data-items="all"] thead th').evaluateAll((all) => all.map(({ dataset }) => dataset.column));
  expect(await heads()).not.toContain("unit_cost");
  await toolbar.locator("summary").last().click();
  await toolbar.getByLabel("Unit cost").check();
  await expect(page).toHaveURL(/columns=unit_cost/);
  await expect.poll(heads).toContain("unit_cost");
  await page.mouse.click(700, 850);
  await expect(toolbar.locator("details[open]"), "a click elsewhere closes").toHaveCount(0);
  await page.reload();
  expect(await heads()).toContain("unit_cost");
});

test("picked rows have sums and a file of their own, over pages", async ({ page, request }) => {
  await openComputing(page, "/items?sort=-stock_value");
  await rows(page).nth(0).getByRole("checkbox").check();
  await page.locator("main").getByRole("link", { name: "Next", exact: true }).click();
  await expect(page).toHaveURL(/page=2/);
  await expect(rows(page).nth(0).getByRole("checkbox")).not.toBeChecked();
  await rows(page).nth(3).getByRole("checkbox").check();
  const { items: listed } = await items(request, "?sort=-stock_value&page_size=100");
  const picked = [listed[0], listed[53]];
  const sum = page.locator('.picked [data-sum="stock_value"]');
  const [a, b] = picked.map(({ stock_value }) => stock_value);
  await expect.poll(async () => Math.abs(Number(await sum.getAttribute("data-value")) / (a + b) - 1)).toBeLessThan(1e-6);
  const saving = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download CSV (2 rows)" }).click();
  const lines = readCsv(await readFile(await (await saving).path(), "utf8"));
  expect(lines.slice(1).map(([sku]) => sku)).toEqual(picked.map(({ sku }) => sku));
  await page.getByRole("button", { name: "Clear the selection" }).click();
  await expect(page.locator(".picked")).toHaveCount(0);
});

test("a row is a line of 32 px, names stay, and the page scrolls under the heads", async ({ page }) => {
  await openLive(page, "/items");
  const heights = await rows(page).evaluateAll((all) => all.map((row) => row.getBoundingClientRect().height));
  for (const height of heights) expect(height).toBeLessThanOrEqual(33);
  expect(await page.locator(".all-items .scroll").evaluate((box) => box.scrollHeight - box.clientHeight)).toBe(0);
  const first = await rows(page).first().evaluate((row) => row.getBoundingClientRect().top);
  expect(first, "the list begins on the first screen").toBeLessThan(440);
  await page.mouse.wheel(0, 900);
  await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(300);
  const head = page.locator('table[data-items="all"] thead th').nth(3);
  await expect.poll(() => head.evaluate((cell) => Math.round(cell.getBoundingClientRect().top))).toBe(0);

  await page.setViewportSize({ width: 900, height: 800 });
  await page.locator(".all-items .scroll").evaluate((box) => box.scrollTo(300, 0));
  const name = await rows(page).first().locator("th").evaluate((cell) => cell.getBoundingClientRect().left);
  expect(name).toBeGreaterThanOrEqual(0);
});

test("a category that there is not is answered with those that there are", async ({ page }) => {
  await page.goto("/items?category=Nope&status=fine");
  await expect(page.getByText("Category “Nope” does not exist. There are:")).toBeVisible();
  await page.locator(".empty").getByRole("link", { name: "Garden", exact: true }).click();
  await expect(page).toHaveURL(/\?category=Garden&status=fine$/);
  expect((await skus(page)).length).toBeGreaterThan(0);
});

test("it searches while one types", async ({ page, request }) => {
  await openComputing(page, "/items?class=A");
  await page.getByRole("searchbox", { name: "Search in this list" }).pressSequentially("heart candle");
  await expect(page).toHaveURL(/q=heart\+candle/);
  await expect.poll(() => skus(page)).toEqual(listed(await items(request, "?class=A&q=heart+candle")));
  await expect(page.getByRole("searchbox", { name: "Search in this list" })).toBeFocused();
});

test("a long list of orders is measured by a usual week, with the numbers of the server", async ({ page, request }) => {
  await openComputing(page, "/items");
  const week = page.locator("[data-usual-lines]");
  await expect(week).toHaveCount(0);
  await page.locator("main").getByRole("link", { name: "Order now", exact: true }).click();
  const today = (await items(request, "?page_size=10000")).items.filter((item) => item.suggested_order > 0).length;
  await expect(week).toContainText(`To order today: ${today.toLocaleString("en-GB")} lines`);
  const lines = await week.getAttribute("data-usual-lines");
  expect(today).toBeGreaterThan(1.5 * Number(lines));
  await page.reload();
  await expect(week).toHaveAttribute("data-usual-lines", lines);
});

test("statuses count what the filter keeps, and choosing one keeps those", async ({ page, request }) => {
  await openComputing(page, "/items?location=EU");
  const { statuses } = await items(request, "?location=EU");
  for (const { status, total } of statuses) {
    const chip = page.locator(`.statuses a:has([data-status="${status}"])`);
    await expect(chip).toHaveAttribute("data-count", String(total.item_locations));
  }
  const out = statuses.find(({ status }) => status === "stocked_out").total;
  await page.locator('.statuses a:has([data-status="stocked_out"])').click();
  await expect(page).toHaveURL(/status=stocked_out/);
  await expect(page.locator(".pager")).toContainText(`of ${out.item_locations.toLocaleString("en-GB")}`);
  for (const text of await rows(page).locator('td [data-status]').allInnerTexts()) expect(text).toContain("Stocked out");
});

test("the file is the API's list, every row of it", async ({ page, request }) => {
  await openComputing(page, "/items?q=lamp&sort=sku");
  const saving = page.waitForEvent("download");
  await page.getByRole("link", { name: /Download CSV/ }).click();
  const file = await saving;
  expect(file.suggestedFilename()).toBe("items-2011-12-09.csv");
  const [names, ...lines] = readCsv(await readFile(await file.path(), "utf8"));
  const { items: expected, total } = await items(request, "?q=lamp&sort=sku&page_size=10000");
  expect(lines.length).toBe(total.item_locations);
  expect(lines.length).toBeGreaterThan(50);
  expect(names).toEqual(Object.keys(expected[0]));
  for (const [i, line] of lines.entries()) {
    for (const [j, name] of names.entries()) {
      const value = expected[i][name];
      const cell = line[j];
      if (typeof value === "number") expect(Math.fround(Number(cell)), `${name} of line ${i}`).toBe(Math.fround(value));
      else expect(cell.replace(/^'(?=[=+\-@\t\r])/, ""), `${name} of line ${i}`).toBe(value === null ? "" : String(value));
    }
  }
});

test("nothing found, and a page there is not, say what to do", async ({ page }) => {
  await page.goto("/items?q=zzzz&status=fine&class=A");
  await expect(page.getByText("No item-location matches.")).toBeVisible();
  await page.getByRole("link", { name: /Without the search/ }).click();
  await expect(page).toHaveURL(/\?class=A&status=fine$/);
  expect((await skus(page)).length).toBe(50);
  await page.goto("/items?page=99999");
  await expect(page.getByText(/There is no page 99999/)).toBeVisible();
  await page.getByRole("link", { name: /To the last page/ }).click();
  expect((await skus(page)).length).toBeGreaterThan(0);
});

test("files that cannot be fetched leave a page that works by links", async ({ page, problems }) => {
  await page.route("**/data/**", (route) => route.fulfill({ status: 500, body: "" }));
  await openLive(page, "/items");
  await page.mouse.move(200, 300);
  await page.mouse.move(210, 310);
  await expect(page.getByText(/cannot update by itself/)).toBeVisible();
  await page.getByRole("link", { name: "SKU", exact: true }).click();
  await expect(page).toHaveURL(/sort=sku/);
  expect((await skus(page)).length).toBe(50);
  problems.splice(0);
});

test("a page that is older than what is published says so when one comes back to it", async ({ page }) => {
  await openLive(page, "/items?class=A");
  const back = () => page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  await page.route("**/api/v1/items?page_size=1", async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ json: { ...(await answer.json()), publication: "0000000000000000" } });
  });
  await back();
  await expect(page.getByText(/Newer numbers have been published/)).toBeVisible();
  await page.unroute("**/api/v1/items?page_size=1");
  await page.getByRole("link", { name: "Reload" }).click();
  await expect(page).toHaveURL(/\/items\?class=A$/);
  const asked = page.waitForResponse("**/api/v1/items?page_size=1");
  await expect(page.locator("html")).toHaveAttribute("data-islands", "ready");
  await back();
  await asked;
  await expect(page.getByText(/Newer numbers have been published/)).toHaveCount(0);
});

test("/ leads to the search, which suggests; arrows, Enter and Escape work", async ({ page }) => {
  await openComputing(page, "/items");
  const field = page.getByRole("combobox", { name: /Search items/ });
  await page.keyboard.press("/");
  await expect(field).toBeFocused();
  await expect(field).toHaveValue("");
  await page.keyboard.type("gard/en");
  await expect(field, "a slash while typing is a letter").toHaveValue("gard/en");
  await field.fill("garden");
  const list = page.getByRole("listbox", { name: "Suggestions" });
  await expect(list.getByRole("option").first()).toContainText("Category");
  await expect(field).toHaveAttribute("aria-expanded", "true");
  await page.keyboard.press("ArrowDown");
  const first = list.getByRole("option").first();
  await expect(first).toHaveAttribute("aria-selected", "true");
  await expect(field).toHaveAttribute("aria-activedescendant", await first.getAttribute("id"));
  await page.keyboard.press("ArrowUp");
  await expect(field).not.toHaveAttribute("aria-activedescendant");
  await page.keyboard.press("Escape");
  await expect(list).toBeHidden();
  await expect(field).toHaveAttribute("aria-expanded", "false");
  await expect(field).toHaveValue("garden");
  await field.fill("garden ");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/items\?category=Garden$/);
});

test("suggestions lead to an item, from any page, and axe finds nothing in them", async ({ page }) => {
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    await addAxe(page);
    await openComputing(page, "/what-if");
    await page.keyboard.press("/");
    await page.keyboard.type("85123A");
    const option = page.getByRole("option").filter({ hasText: "85123A" }).first();
    await expect(option).toBeVisible();
    await page.keyboard.press("ArrowDown");
    expect(await violations(page)).toEqual([]);
    expect(await option.getAttribute("data-href")).toMatch(/^\/item\?sku=85123A&location=/);
  }
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await expect(page, "without a choice Enter searches").toHaveURL(/\/items\?q=85123A$/);
});

test("each row and each list of the overview leads to the item", async ({ page }) => {
  await page.goto("/items");
  const first = rows(page).first();
  const [sku, location] = [await first.getAttribute("data-sku"), await first.getAttribute("data-location")];
  const expected = `/item?${new URLSearchParams({ sku, location, list: "" })}`;
  expect(await first.getByRole("link").first().getAttribute("href")).toBe(expected);
  await page.goto("/?class=A");
  for (const id of ["short", "excess"]) {
    await expect(page.locator(`#${id} tbody tr a[href^="/item?sku="]`)).toHaveCount(10);
  }
  await page.getByRole("link", { name: "All items that ran short" }).click();
  await expect(page).toHaveURL(/\/items\?class=A&only=short&sort=-short_value$/);
  await page.getByRole("link", { name: "What if" }).click();
  await expect(page, "the filter comes along").toHaveURL(/\/what-if\?class=A$/);
});

test("a window of the overview comes along through pages that have none", async ({ page }) => {
  const go = (name) => page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name, exact: true }).click();
  await page.goto("/?from=2011-03-05&to=2011-06-03");
  await go("Items");
  await page.mouse.move(200, 300);
  await page.mouse.move(210, 310);
  await expect(page.locator('[data-live="true"]')).toBeVisible();
  await page.locator('.statuses a:has([data-status="excess"])').click();
  await expect(page).toHaveURL(/\/items\?status=excess$/);
  await go("What if");
  await go("Overview");
  await expect(page).toHaveURL(/\/\?from=2011-03-05&to=2011-06-03$/);
});

test("the keyboard sorts, turns the page and opens an item", async ({ page }) => {
  await openComputing(page, "/items");
  const press = async (name) => {
    await page.locator("main").getByRole("link", { name, exact: true }).focus();
    await page.keyboard.press("Enter");
  };
  await press("On hand");
  await expect(page).toHaveURL(/sort=-on_hand/);
  await expect(page.locator("main").getByRole("link", { name: "On hand" }), "focus stays").toBeFocused();
  await press("Next");
  await expect(page).toHaveURL(/page=2/);
  // Where the link leads is another page's test.
  await page.route("**/item?*", (route) => route.fulfill({ contentType: "text/html", body: "<title>An item</title>" }));
  await rows(page).first().getByRole("link").first().focus();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/item\?sku=/);
});

test("three items are what the tables say, recomputed by another engine", async ({ request }) => {
  const { items: shown } = await items(request, "?status=fine&sort=-stock_value&page_size=3");
  for (const { sku, location, on_hand, on_order, stock_value } of shown) {
    const [row] = await query(`
      select k.on_hand::double as on_hand, k.on_order::double as on_order,
        (greatest(k.on_hand, 0) * p.unit_cost)::double as stock_value
      from stock k join products p using (sku)
      where k.sku = '${sku}' and k.location = '${location}' and k.date = date '2011-12-09'`);
    expect(on_hand).toBe(row.on_hand);
    expect(on_order).toBe(row.on_order);
    expect(Math.abs(stock_value / row.stock_value - 1)).toBeLessThan(1e-6);
  }
});
