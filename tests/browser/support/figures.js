// Numbers as pages show them, and as the API of the server under test gives them.

import { expect } from "./test.js";

/** Waits until the islands of the page are live. */
export const live = (page) => expect(page.locator("html")).toHaveAttribute("data-islands", "ready");

const figure = (page, id) => page.locator(`article[data-kpi="${id}"] [data-value]`).first().getAttribute("data-value");

/** The item-locations that the list shows, in its order. */
export const skus = (page) =>
  page.locator('table[data-items="all"] tbody tr').evaluateAll((rows) => rows.map(({ dataset }) => `${dataset.sku} ${dataset.location}`));

/** An answer of the API. */
export async function api(request, path) {
  const answer = await request.get(`/api/v1/${path}`);
  expect(answer.ok(), await answer.text()).toBe(true);
  return answer.json();
}

/** Expects the overview to show the key figures of the API under a query. */
export async function expectFigures(page, request, query) {
  const { kpis } = await api(request, `kpis${query}`);
  const expected = kpis.map(({ id, current }) => [id, current.value]);
  const shown = async () => Promise.all(expected.map(async ([id]) => [id, Number(await figure(page, id))]));
  await expect.poll(shown).toEqual(expected);
}

/** The item-locations of an answer of the API. */
export const listed = ({ items }) => items.map(({ sku, location }) => `${sku} ${location}`);

/** Moves a slider as a hand does. */
export const moveSlider = (page, parameter, value) =>
  page.locator(`input[type="range"][data-parameter="${parameter}"]`).evaluate((input, value) => {
    input.focus();
    input.value = String(value);
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }, value);
