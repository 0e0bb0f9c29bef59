// The overview's first load stays light. The sizes are printed with each run.

import { expect, openLive, test } from "./support/test.js";
import { isCode, recordRequests, total } from "./support/bytes.js";
import { origin } from "./support/environment.js";

const CODE_BYTES_MAX = 200_000;
const DATA_BYTES_MAX = 100_000;

test("the overview's first load keeps the budget and asks no other host", async ({ page }) => {
  const requests = await recordRequests(page);
  await openLive(page, "/");
  await page.waitForLoadState("networkidle");

  const made = requests().filter(({ url }) => !url.startsWith("data:"));
  for (const { url, type, bytes } of made) console.log(`${String(bytes).padStart(8)} ${type.padEnd(10)} ${url}`);
  const code = total(made.filter(isCode));
  const data = total(made.filter((request) => !isCode(request)));
  console.log(`${String(code).padStart(8)} code, at most ${CODE_BYTES_MAX}`);
  console.log(`${String(data).padStart(8)} data before the first interaction, at most ${DATA_BYTES_MAX}`);

  expect(made.filter(({ url }) => new URL(url).origin !== origin)).toEqual([]);
  const urls = made.map(({ url }) => url);
  expect(urls, "nothing is fetched twice").toEqual([...new Set(urls)]);
  expect(code).toBeGreaterThan(10_000);
  expect(code).toBeLessThanOrEqual(CODE_BYTES_MAX);
  expect(data).toBeLessThanOrEqual(DATA_BYTES_MAX);
});
