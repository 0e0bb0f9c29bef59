// Views within the pages of a portal, on an origin of its own: the examples as they stand in the repository. The portal of all
// tests has one port, so they run one after the other.

import { addAxe, violations } from "./support/axe.js";
import { origin as granary } from "./support/environment.js";
import { moveSlider } from "./support/figures.js";
import { open, origin, otherPort, react, sign, vue } from "./support/portal.js";
import { expect, test } from "./support/test.js";

test.describe.configure({ mode: "default" });

const VIEWS = ["overview", "items", "item", "what-if"];
const LOCK = { category: ["Garden"] };
const FILTER = new URLSearchParams(LOCK).toString();

let portal;
/** Opens the portal, for the rest of a test. */
async function enter(views, lock, others) {
  portal = await open(views, lock, { others });
}
test.afterEach(async () => {
  portal?.closeAllConnections();
  await new Promise((closed) => (portal ? portal.close(closed) : closed()));
  portal = undefined;
});

const view = (page) => page.frameLocator("granary-view iframe");
const live = (page) => expect(view(page).locator("html")).toHaveAttribute("data-islands", "ready");
const told = (page) => page.locator("[role=status]").last();
const stock = (page, scenario) =>
  view(page).locator(`[data-total="stock_value"][data-scenario="${scenario}"]`).first();
const frame = (page) => page.frames().find((one) => one.url().startsWith(granary));

async function total(request, query) {
  const answer = await request.get(`/api/v1/what-if?${query}`);
  const { now, scenario } = await answer.json();
  return { now: now.totals.stock_value, scenario: scenario.totals.stock_value };
}

test("what-if in a portal shows the locked part, to the digit, and sliders move", async ({ page, request, context }) => {
  await enter(VIEWS, LOCK);
  const asked = [];
  page.on("request", (one) => asked.push(one));
  await addAxe(page);
  await page.goto(origin);
  await live(page);
  await expect(stock(page, "now")).toHaveAttribute("data-value", String((await total(request, FILTER)).now));
  await moveSlider(frame(page), "service_level", 0.98);
  await expect(told(page)).toContainText("scenario");
  await expect(told(page)).toContainText("service_level=0.98");
  const { scenario } = await total(request, `${FILTER}&service_level=0.98`);
  await expect(stock(page, "scenario")).toHaveAttribute("data-value", String(scenario));
  // The view is as tall as its content: nothing scrolls within the page.
  const heights = () => frame(page).evaluate(() => [innerHeight, document.documentElement.scrollHeight]);
  await expect.poll(async () => (await heights()).reduce((inner, content) => Math.abs(inner - content))).toBeLessThan(2);
  // Nobody is remembered, and no address holds a token.
  expect(await context.cookies()).toEqual([]);
  for (const one of asked) expect(one.url()).not.toMatch(/eyJ|token=/);
  const guarded = asked.filter((one) => /\/embed\/(data|api)\//.test(one.url()));
  expect(guarded.length).toBeGreaterThan(0);
  expect(await violations(page)).toEqual([]);
});

test("a locked category cannot be unlocked", async ({ page, request, problems }) => {
  await enter(VIEWS, LOCK);
  await page.goto(origin);
  await live(page);
  const others = (await (await request.get("/api/v1/what-if")).json()).categories.map(({ category }) => category.id);
  expect(others.length).toBeGreaterThan(5);
  const said = await frame(page).evaluate(() => document.documentElement.outerHTML);
  for (const other of others.filter((name) => !["Garden", "Other"].includes(name))) expect(said).not.toContain(other);
  const locked = (await total(request, FILTER)).now;
  expect(locked).toBeGreaterThan(0);
  for (const query of ["category=Christmas", `${FILTER}&category=Christmas`, ""]) {
    await page.locator("granary-view").evaluate((element, query) => element.setAttribute("query", query), query);
    await expect(told(page)).toContainText(`"query":"${query}"`);
    await live(page);
    const shown = Number(await stock(page, "now").getAttribute("data-value"));
    expect(shown === locked || shown === 0, `${query}: ${shown}`).toBe(true);
  }
  // The scripts of the view reach no more than the view.
  const { publication } = await (await request.get("/api/v1/items?page_size=1")).json();
  const paths = [`data/main/${publication}/cube.bin`, "api/v1/sql?sql=select+1", "api/v1/snapshots"];
  const answers = await frame(page).evaluate(
    (paths) => Promise.all(paths.map(async (path) => (await fetch(`/embed/${path}`)).status)),
    paths,
  );
  expect(answers).toEqual([404, 403, 403]);
  // The browser complains of each of the three.
  expect(problems.splice(0)).toHaveLength(3);
});

test("a list leads to an item within the view, and to other views through the portal", async ({ page }) => {
  await enter(["what-if", "items", "item"], LOCK);
  await page.goto(origin);
  await page.locator("granary-view").evaluate((element) => element.setAttribute("view", "items"));
  await live(page);
  await view(page).locator("tbody a").first().click();
  await expect(view(page).locator("h1")).not.toHaveText("Items");
  await expect(told(page)).toContainText('"view":"item"');
  await live(page);
  await page.evaluate(() => history.back());
  await expect(view(page).locator("h1")).toHaveText("Items");
  await live(page);
  // A download comes with the token as well.
  const download = page.waitForEvent("download");
  await view(page).locator('a[download$=".xlsx"]').first().click();
  expect((await download).suggestedFilename()).toMatch(/^items.*\.xlsx$/);
});

test("a token that expires is replaced without a word", async ({ page }) => {
  await enter(VIEWS, LOCK);
  let signed = 0;
  await page.route("**/granary-token", (route) => {
    signed += 1;
    return route.fulfill({ contentType: "text/plain", body: sign({ views: VIEWS, lock: LOCK, lifeS: 3 }) });
  });
  await page.goto(origin);
  await live(page);
  const before = signed;
  const ask = () => frame(page).evaluate(async () => (await fetch("/embed/api/v1/what-if")).status);
  await expect
    .poll(async () => {
      expect(await ask()).toBe(200);
      return signed;
    })
    .toBeGreaterThan(before);
});

test("a portal without a token shows why, and nothing else is fetched", async ({ page, problems }) => {
  await enter(VIEWS, LOCK);
  await page.route("**/granary-token", (route) => route.fulfill({ status: 403, body: "sign in first" }));
  const data = [];
  page.on("request", (one) => /\/embed\/(data|api)\//.test(one.url()) && data.push(one.url()));
  await page.goto(origin);
  await expect(told(page)).toContainText("no-token");
  expect(data).toEqual([]);
  expect(problems.splice(0).join()).toContain("403");
});

test("a forged token is refused, and the portal is told", async ({ page, problems }) => {
  await enter(VIEWS, LOCK);
  const body = sign({ views: VIEWS, secret: "another secret of more than thirty-two bytes" });
  await page.route("**/granary-token", (route) => route.fulfill({ contentType: "text/plain", body }));
  await page.goto(origin);
  await expect(told(page)).toContainText("unauthorized");
  await expect(view(page).locator("[role=alert]")).toContainText("cannot be shown");
  expect(problems.splice(0).join()).toContain("401");
});

test("a page of another origin gets an empty frame", async ({ page, problems }) => {
  await enter(VIEWS, LOCK);
  // The same portal at another port is another origin.
  const elsewhere = await open(VIEWS, LOCK, { port: otherPort });
  await page.goto(`http://localhost:${otherPort}/`);
  await expect.poll(() => problems.join()).toContain("frame-ancestors");
  problems.splice(0);
  await expect(told(page)).toHaveText("");
  elsewhere.closeAllConnections();
  await new Promise((closed) => elsewhere.close(closed));
});

test("one part of a view, in another language and in the dark", async ({ page }) => {
  await enter(VIEWS);
  await page.goto(origin);
  await page.locator("granary-view").evaluate((element) => {
    element.setAttribute("part", "tiles");
    element.setAttribute("theme", "dark");
    element.setAttribute("lang", "de");
    element.setAttribute("view", "overview");
  });
  await live(page);
  await expect(view(page).locator("html")).toHaveAttribute("lang", "de");
  await expect(view(page).locator('[aria-labelledby="tiles-title"]')).toBeVisible();
  await expect(view(page).locator('[aria-labelledby="trends-title"]')).toBeHidden();
  const ground = () => view(page).locator("html").evaluate((html) => getComputedStyle(html).backgroundColor);
  await expect.poll(ground).toBe("rgb(16, 21, 22)");
  await expect.poll(() => page.locator("granary-view").evaluate((element) => element.offsetHeight)).toBeLessThan(700);
});

test("in Vue", async ({ page }) => {
  await enter(VIEWS, LOCK, { "/vue.js": await vue() });
  await page.goto(`${origin}/vue.html`);
  await live(page);
  await expect(view(page).locator("tbody tr").first()).toBeVisible();
  await page.locator("select").selectOption("what-if");
  await expect(stock(page, "now")).toBeVisible();
});

test("in React", async ({ page }) => {
  const icon = '<link rel="icon" href="data:,">';
  const html = `<!DOCTYPE html><title>React</title>${icon}<div id="app"></div><script type="module" src="/app.js"></script>`;
  await enter(VIEWS, LOCK, { "/react.html": html, "/app.js": await react(LOCK.category[0]) });
  await page.goto(`${origin}/react.html`);
  await live(page);
  await moveSlider(frame(page), "service_level", 0.9);
  await expect(page.locator("p[role=status]")).toContainText("service_level=0.9");
});
