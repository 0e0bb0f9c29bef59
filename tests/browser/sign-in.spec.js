// Signing in, from a fresh browser to the page asked for, and out again.

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { addAxe, violations } from "./support/axe.js";
import { run, serve } from "./support/other.js";
import { expect, test } from "./support/test.js";

const PASSWORD = "correct horse battery staple";
let server;

test.beforeAll(async () => {
  server = await serve(async (folder) => {
    const [users, key] = ["users.toml", "session.key"].map((name) => join(folder, name));
    run(`${PASSWORD}\n`, "user", "ada", "--users", users, "--role", "analyst");
    run(`${PASSWORD}\n`, "user", "bo", "--users", users, "--category", "Garden");
    await writeFile(key, "9c1f0e6a7b3d4852a6e0c4d8f2b1a397");
    return `[sign_in]\nusers_file = ${JSON.stringify(users)}\nsecret_file = ${JSON.stringify(key)}\n`;
  });
});
test.afterAll(() => server.stop());

async function enter(page, name, password = PASSWORD) {
  await page.getByLabel(/^(Name|用户名)$/).fill(name);
  await page.getByLabel(/^(Password|Passwort|密码)$/).fill(password);
  await page.getByRole("button").click();
}

const stock = (page) => page.locator('[data-total="stock_value"][data-scenario="now"]').first();

test("whoever asks for a page gets it after signing in, and is asked again after signing out", async ({ page, context }) => {
  await addAxe(page);
  await page.goto(`${server.origin}/what-if?service_level=0.9`);
  await expect(page.locator("h1")).toHaveText("Sign in");
  await expect(page.getByLabel("Name")).toBeFocused();
  expect(await violations(page)).toEqual([]);
  await enter(page, "ada");
  await expect(page).toHaveURL(`${server.origin}/what-if?service_level=0.9`);
  await expect(page.locator("html")).toHaveAttribute("data-islands", "ready");
  const [cookie] = await context.cookies();
  expect(cookie).toMatchObject({ name: "__Host-granary", httpOnly: true, secure: true, sameSite: "Lax" });
  await page.goto(`${server.origin}/sql`);
  await expect(page.locator("h1")).toHaveText("SQL");
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.locator("h1")).toHaveText("Sign in");
  expect(await context.cookies()).toEqual([]);
  await page.goto(`${server.origin}/items`);
  await expect(page).toHaveURL(/sign-in\?to=%2Fitems$/);
});

test("a wrong password is said, in the language of the page", async ({ page, problems }) => {
  await page.goto(`${server.origin}/zh-CN/items`);
  await enter(page, "ada", "a wrong guess");
  await expect(page.locator("[role=alert]")).toHaveText("用户名或密码错误。");
  await enter(page, "ada");
  await expect(page).toHaveURL(`${server.origin}/zh-CN/items`);
  expect(problems.splice(0).join()).toContain("401");
});

test("who sees a category sees it alone, and sliders move within it", async ({ page, request, problems }) => {
  await page.goto(`${server.origin}/what-if`);
  await enter(page, "bo");
  await expect(page.locator("html")).toHaveAttribute("data-islands", "ready");
  const whole = await (await request.get("/api/v1/what-if?category=Garden")).json();
  await expect(stock(page)).toHaveAttribute("data-value", String(whole.now.totals.stock_value));
  await page.goto(`${server.origin}/sql`);
  await expect(page.locator("h1")).toContainText("403");
  expect(problems.splice(0).join()).toContain("403");
});
