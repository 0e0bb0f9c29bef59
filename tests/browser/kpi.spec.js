// The figures on the page against another engine over the same Parquet, by definitions written anew.

import { expect, test } from "./support/test.js";
import { query } from "./support/duckdb.js";

/** Item-days of the window with what they add up to, from the tables alone. */
function itemDays({ from, to, where = "true" }) {
  return `
    with day as (
      select coalesce(k.date, s.date) as date, coalesce(k.sku, s.sku) as sku,
        coalesce(k.location, s.location) as location, k.on_hand, s.units, s.revenue
      from (select date, sku, location, on_hand from stock) k
      full join (select date, sku, location, sum(units) units, sum(revenue) revenue from sales group by all) s
        on s.date = k.date and s.sku = k.sku and s.location = k.location
    ), alive as (
      select *, max(case when units > 0 or on_hand > 0 then date end)
        over (partition by sku, location order by date) as last_alive
      from day
    )
    select alive.*, p.unit_cost, p.category from alive join products p using (sku)
    where date between date '${from}' and date '${to}' and ${where}`;
}

async function expected(window) {
  const [row] = await query(`
    with d as (${itemDays(window)})
    select
      sum(units * unit_cost)::double as cogs,
      sum(greatest(on_hand, 0) * unit_cost)::double / count(distinct case when on_hand is not null then date end) as inventory,
      sum(case when on_hand <= 0 and date - last_alive < 365 then 1 else 0 end)::double
        / sum(case when on_hand is not null and date - last_alive < 365 then 1 else 0 end) as stockout_rate,
      sum(least(units, greatest(on_hand + units, 0)))::double / sum(case when on_hand is not null then units end)::double
        as fill_rate,
      sum(revenue)::double as revenue,
      sum(case when date = date '${window.to}' then greatest(on_hand, 0) * unit_cost end)::double as stock_value,
      date '${window.to}' - date '${window.from}' + 1 as days
    from d`);
  const days = Number(row.days);
  return {
    turnover: ((row.cogs / row.inventory) * 365) / days,
    days_of_inventory: (row.inventory / row.cogs) * days,
    stockout_rate: row.stockout_rate,
    fill_rate: row.fill_rate,
    holding_cost: (row.inventory * 0.25 * days) / 365,
    gross_margin_return: (((row.revenue - row.cogs) / row.inventory) * 365) / days,
    stock_value: row.stock_value,
    revenue: row.revenue,
  };
}

async function checkTiles(page, window) {
  for (const [id, value] of Object.entries(await expected(window))) {
    const shown = page.locator(`article[data-kpi="${id}"] [data-value]`).first();
    const number = Number(await shown.getAttribute("data-value"));
    expect(Math.abs(number / value - 1), `${id}: ${number} on the page, ${value} in DuckDB`).toBeLessThan(1e-9);
  }
}

test("the year's figures are those of the tables", async ({ page }) => {
  await page.goto("/");
  await checkTiles(page, { from: "2010-12-11", to: "2011-12-09" });
});

test("so are those of a window and a category", async ({ page }) => {
  await page.goto("/?from=2011-03-05&to=2011-06-03&category=Garden");
  await checkTiles(page, { from: "2011-03-05", to: "2011-06-03", where: "p.category = 'Garden'" });
});

test("and those of a location", async ({ page }) => {
  await page.goto("/?location=EU");
  await checkTiles(page, { from: "2010-12-11", to: "2011-12-09", where: "location = 'EU'" });
});

test("the API gives the page's numbers, to the bit", async ({ page, request }) => {
  for (const search of ["", "?category=Garden&class=A&class=B", "?from=2010-01-01&to=2010-06-30&location=UK"]) {
    await page.goto(`/${search}`);
    const { kpis } = await (await request.get(`/api/v1/kpis${search}`)).json();
    for (const { id, current } of kpis) {
      const shown = page.locator(`article[data-kpi="${id}"] [data-value]`).first();
      expect(Number(await shown.getAttribute("data-value")), id).toBe(current.value);
    }
  }
});
