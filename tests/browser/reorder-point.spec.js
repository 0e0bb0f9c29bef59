// A reorder point is one number: in the list, in the plan file, in an item's answer and on its page, for the whole sample.

import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { binary, store } from "./support/environment.js";
import { expect, test } from "./support/test.js";

/** Of so many item-locations one is asked for by itself, and of so many of those one is looked at on its page. */
const EVERY = { answer: 10, page: 20 };

const key = ({ sku, location }) => `${sku} ${location}`;

/** Every item-location of the list, page by page. */
async function listed(request) {
  const items = [];
  for (let search = "?page_size=10000"; search; ) {
    const answer = await (await request.get(`/api/v1/items${search}`)).json();
    items.push(...answer.items);
    search = answer.next;
  }
  return items;
}

async function planned() {
  const options = { maxBuffer: 1 << 28 };
  const { stdout } = await promisify(execFile)(
    binary, ["plan", "--store", store, "--format", "json", "--output", "-"], options,
  );
  return new Map(JSON.parse(stdout).rows.map((row) => [key(row), row]));
}

test("a reorder point has the same digits wherever it is said", async ({ request }) => {
  test.setTimeout(300_000);
  const [items, plan] = [await listed(request), await planned()];
  expect(items.length).toBeGreaterThan(1_000);
  expect(plan.size).toBe(items.length);
  const differ = items.filter((item) => plan.get(key(item))?.reorder_point !== item.reorder_point);
  expect(differ).toEqual([]);

  const asked = items.filter((_, place) => place % EVERY.answer === 0);
  for (const [place, item] of asked.entries()) {
    const query = new URLSearchParams({ sku: item.sku, location: item.location });
    const answer = await (await request.get(`/api/v1/item?${query}`)).json();
    const point = answer.now.parts?.policy.reorder_point;
    expect(point ?? 0, key(item)).toBe(item.reorder_point);
    if (place % EVERY.page === 0 && point !== undefined) {
      const html = await (await request.get(`/item?${query}`)).text();
      expect(html, key(item)).toContain(`data-number="reorder_point" data-scenario="now" data-value="${point}"`);
    }
  }
});
