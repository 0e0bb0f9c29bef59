// Signing in at a provider of OpenID Connect: a real one in the browser, and one that lies.

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { addAxe, violations } from "./support/axe.js";
import { serve } from "./support/other.js";
import { CLIENT, freePort, pretend, provide } from "./support/provider.js";
import { expect, test } from "./support/test.js";

const CLAIMS = { ada: { groups: ["stock"] }, bo: { groups: [], categories: ["Garden"] }, cy: { groups: [] } };

/** Serves under a provider that `make` gives for the site's address. */
async function serveUnder(make) {
  const site = `http://127.0.0.1:${await freePort()}`;
  const provider = await make(site);
  const server = await serve(
    async (folder) => {
      const [key, secret] = ["session.key", "client.secret"].map((name) => join(folder, name));
      await writeFile(key, "9c1f0e6a7b3d4852a6e0c4d8f2b1a397");
      await writeFile(secret, `${CLIENT.secret}\n`);
      return `audit_file = ${JSON.stringify(join(folder, "audit.jsonl"))}
[sign_in]
secret_file = ${JSON.stringify(key)}
[sign_in.oidc]
issuer = "${provider.issuer}"
client_id = "${CLIENT.id}"
client_secret_file = ${JSON.stringify(secret)}
site = "${site}"
groups_claim = "groups"
category_claim = "categories"
roles = { analyst = ["stock"], admin = ["it"] }
`;
    },
    new URL(site).host,
  );
  return { provider, origin: site, stop: () => Promise.all([server.stop(), provider.stop()]) };
}

test.describe("a provider's people", () => {
  let server;
  test.beforeAll(async () => {
    server = await serveUnder((site) => provide(site, CLAIMS));
  });
  test.afterAll(() => server.stop());
  // The provider's own pages ask for fonts and an icon that are not there.
  test.afterEach(({ problems }) => {
    const ours = problems.filter((text) => !/fonts\.googleapis\.com|favicon/.test(text));
    problems.splice(0, Infinity, ...ours);
  });

  /** Fills in the provider's own pages. */
  async function enter(page, name) {
    await page.locator("[name=login]").fill(name);
    await page.locator("[name=password]").fill("any");
    await page.getByRole("button").click();
    await page.getByRole("button", { name: "Continue" }).click();
  }

  test("get the page that they asked for, and leave", async ({ page, context }) => {
    await page.goto(`${server.origin}/what-if?service_level=0.9`);
    expect(page.url()).toContain(server.provider.issuer);
    await enter(page, "ada");
    await expect(page).toHaveURL(`${server.origin}/what-if?service_level=0.9`);
    await expect(page.locator("html")).toHaveAttribute("data-islands", "ready");
    const ours = (await context.cookies(server.origin)).filter(({ name }) => name.startsWith("__Host-"));
    expect(ours).toHaveLength(1);
    expect(ours[0]).toMatchObject({ name: "__Host-granary", httpOnly: true, secure: true, sameSite: "Lax" });
    await page.goto(`${server.origin}/sql`);
    await expect(page.locator("h1")).toHaveText("SQL");
    await addAxe(page);
    await page.getByRole("button", { name: "Sign out" }).click();
    await expect(page.locator("[role=alert]")).toContainText("signed out");
    expect(await violations(page)).toEqual([]);
    expect((await context.cookies(server.origin)).filter(({ name }) => name.startsWith("__Host-"))).toEqual([]);
    expect((await context.request.get(`${server.origin}/api/v1/kpis`)).status()).toBe(401);
    // The provider still knows them.
    await page.getByRole("link", { name: "Sign in" }).click();
    await expect(page).toHaveURL(`${server.origin}/`);
  });

  test("see the part that their claims name, and none without", async ({ page, context, request, problems }) => {
    await page.goto(`${server.origin}/de/what-if`);
    await enter(page, "bo");
    await expect(page).toHaveURL(`${server.origin}/de/what-if`);
    const whole = await (await request.get("/api/v1/what-if?category=Garden")).json();
    const stock = page.locator('[data-total="stock_value"][data-scenario="now"]').first();
    await expect(stock).toHaveAttribute("data-value", String(whole.now.totals.stock_value));
    expect((await context.request.get(`${server.origin}/sql`)).status()).toBe(403);
    await context.clearCookies();
    await page.goto(`${server.origin}/de/items`);
    await enter(page, "cy");
    await expect(page.locator("[role=alert]")).toContainText("nicht angemeldet");
    expect(problems.splice(0).join()).toContain("401");
  });

  test("cannot come back twice, or in another browser", async ({ browser, playwright, page, problems }) => {
    const back = page.waitForRequest(/sign-in\/return/);
    await page.goto(`${server.origin}/items`);
    await enter(page, "ada");
    const address = (await back).url();
    await expect(page).toHaveURL(`${server.origin}/items`);
    const again = await page.goto(address);
    expect(again.status()).toBe(401);
    const stranger = await playwright.request.newContext();
    expect((await stranger.get(address, { maxRedirects: 0 })).status()).toBe(401);
    await stranger.dispose();
    expect(problems.splice(0).join()).toContain("401");
  });
});

test.describe("a provider that lies", () => {
  let server;
  test.beforeAll(async () => {
    server = await serveUnder(pretend);
  });
  test.afterAll(() => server.stop());

  /** Begins, and comes back with a token of this lie; `change` alters the way back. */
  async function tryWith(lie, change = (query) => query) {
    const { state } = server.provider;
    const begun = await fetch(`${server.origin}/sign-in?to=/items`, { redirect: "manual" });
    const asked = new URL(begun.headers.get("location")).searchParams;
    expect(asked.get("code_challenge_method")).toBe("S256");
    Object.assign(state, { lie, nonce: asked.get("nonce") });
    const cookie = begun.headers.getSetCookie()[0].split(";")[0];
    const query = change(new URLSearchParams({ code: "c", state: asked.get("state") }));
    const back = await fetch(`${server.origin}/sign-in/return?${query}`, { redirect: "manual", headers: { cookie } });
    const session = back.headers.getSetCookie().find((text) => text.startsWith("__Host-granary="));
    return { status: back.status, session, location: back.headers.get("location"), text: await back.text() };
  }

  const honest = (claims, { sign }) => sign(claims);

  test("is believed only when it is honest", async () => {
    const told = await tryWith(honest);
    expect([told.status, told.location, Boolean(told.session)]).toEqual([303, "/items", true]);
    const lies = {
      "another nonce": (claims, { sign }) => sign({ ...claims, nonce: "x" }),
      "no nonce": ({ nonce, ...claims }, { sign }) => sign(claims),
      "another issuer": (claims, { sign }) => sign({ ...claims, iss: "https://login.example" }),
      "another audience": (claims, { sign }) => sign({ ...claims, aud: "another" }),
      "another audience beside ours": (claims, { sign }) => sign({ ...claims, aud: [CLIENT.id, "another"] }),
      "an end that is past": (claims, { sign }) => sign({ ...claims, exp: claims.iat - 60 }),
      "no subject": ({ sub, ...claims }, { sign }) => sign(claims),
      "another key under the same id": (claims, { sign, keys }) => sign(claims, { key: keys.other }),
      "a key that nobody knows": (claims, { sign, keys }) => sign(claims, { key: keys.other, kid: "new" }),
      "no signature": (claims, { unsigned }) => unsigned(claims),
      "the client's secret as key": (claims, { sign, keys }) => sign(claims, { key: keys.clientSecret, alg: "HS256" }),
      "the public key as secret": (claims, { sign, keys }) => sign(claims, { key: keys.publicAsSecret, alg: "HS256" }),
      "no token": () => undefined,
      "no text": () => 7,
    };
    const pages = new Set();
    for (const [name, lie] of Object.entries(lies)) {
      const told = await tryWith(lie);
      expect([told.status, told.session], name).toEqual([401, undefined]);
      pages.add(told.text);
    }
    expect(pages.size, "each refusal says the same").toBe(1);
  });

  test("is not even asked where the way back is wrong", async () => {
    const before = server.provider.state.asked;
    const changes = {
      "another state": (query) => new URLSearchParams({ ...Object.fromEntries(query), state: "x" }),
      "no state": (query) => new URLSearchParams({ code: query.get("code") }),
      "no code": (query) => new URLSearchParams({ state: query.get("state") }),
      "another issuer": (query) => new URLSearchParams([...query, ["iss", "https://login.example"]]),
      "an error": (query) => new URLSearchParams({ state: query.get("state"), error: "access_denied" }),
    };
    for (const [name, change] of Object.entries(changes)) {
      const told = await tryWith(honest, change);
      expect([told.status, told.session], name).toEqual([401, undefined]);
    }
    expect(server.provider.state.asked).toBe(before);
  });
});
