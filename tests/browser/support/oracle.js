// Key figures of tables in a folder, by another SQL engine over the CSV itself, from their definitions in docs/formulas.md.
//
// Reads a line of JSON for each store, { folder, windows: [{ from, to, category, location }] }, and answers a line: of
// each window the key figures, null where there is no data.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { DuckDBInstance } from "@duckdb/node-api";

const HOLDING_RATE = 0.25;
const OPENING_HOURS = 16;
const ACTIVITY_DAYS = 365;

const DECIMAL = "decimal(18, 4)";
const TABLES = {
  sales: { date: "date", sku: "varchar", location: "varchar", units: DECIMAL, revenue: DECIMAL },
  stock: { date: "date", sku: "varchar", location: "varchar", on_hand: DECIMAL, out_of_stock_hours: DECIMAL },
  products: { sku: "varchar", category: "varchar", unit_cost: DECIMAL },
  orders: { placed_at: "timestamp", sku: "varchar", location: "varchar", units_ordered: DECIMAL, units_shipped: DECIMAL },
};

// A row for each day on which an item-location sold, was ordered or counted. least and greatest ignore nulls: what is
// not known is kept out of them.
const ITEM_DAY = `
  create table item_day as
  with sold as (
    select date, sku, location, sum(units) as units, sum(revenue) as revenue from sales where units >= 0 group by all
  ), placed as (
    select placed_at::date as date, sku, location, sum(units_ordered) as ordered, sum(units_shipped) as shipped
    from orders group by all
  ), met as (
    select * from sold full join placed using (date, sku, location) full join stock using (date, sku, location)
  ), lived as (
    select *, max(case when units > 0 or on_hand > 0 or out_of_stock_hours < ${OPENING_HOURS} then date end)
      over (partition by sku, location order by date) as alive_on
    from met
  )
  select lived.*, unit_cost, coalesce(category, 'Uncategorised') as category,
    coalesce(date - alive_on < ${ACTIVITY_DAYS}, false) as is_active,
    (units::decimal(20, 4) * unit_cost)::decimal(38, 4) as cost_of_goods,
    (case when on_hand is not null then greatest(on_hand, 0) end::decimal(20, 4) * unit_cost)::decimal(38, 4) as value
  from lived left join products using (sku)
  where (sku, location) in (select (sku, location) from sales where units >= 0 union select (sku, location) from stock)`;

// What the whole of the tables tells: a figure whose facts are nowhere recorded has no data.
const KNOWN = `
  select
    (select count(revenue) > 0 from sales where units >= 0) as knows_revenue,
    (select count(unit_cost) > 0 from products) as knows_cost,
    (select count(on_hand) > 0 from stock) as knows_on_hand,
    (select count(out_of_stock_hours) > 0 from stock) as knows_hours,
    (select count(*) > 0 from orders) as knows_orders,
    (select count(*) > 0 from stock where on_hand < 0) as knows_backorders`;

const text = (value) => `'${value.replaceAll("'", "''")}'`;

function figures({ from, to, category, location }) {
  const kept = [`date between date ${text(from)} and date ${text(to)}`];
  if (category !== null) kept.push(`category = ${text(category)}`);
  if (location !== null) kept.push(`location = ${text(location)}`);
  return `
    with kept as (select * from item_day where ${kept.join(" and ")}),
    sums as (
      select
        date ${text(to)} - date ${text(from)} + 1 as days,
        coalesce(sum(cost_of_goods), 0)::double as cost_of_goods,
        coalesce(sum(value), 0)::double as value_days,
        count(distinct case when on_hand is not null then date end) as known_days,
        coalesce(sum(revenue), 0)::double as revenue,
        (coalesce(sum(case when unit_cost is not null then revenue end), 0) - coalesce(sum(cost_of_goods), 0))::double as margin,
        count(case when is_active and on_hand <= 0 then 1 end) as days_out,
        count(case when is_active and on_hand is not null then 1 end) as days_active,
        coalesce(sum(case when is_active and out_of_stock_hours is not null
          then least(out_of_stock_hours, ${OPENING_HOURS}) end), 0)::double as hours_out,
        count(case when is_active and out_of_stock_hours is not null then 1 end) * ${OPENING_HOURS} as hours_open,
        coalesce(sum(ordered), 0)::double as ordered, coalesce(sum(shipped), 0)::double as shipped,
        coalesce(sum(case when on_hand is not null then units end), 0)::double as demanded,
        coalesce(sum(case when on_hand is not null and units is not null
          then least(units, greatest(on_hand + units, 0)) end), 0)::double as served,
        sum(case when date = date ${text(to)} then value end)::double as closing_value,
        count(case when date = date ${text(to)} then on_hand end) as closing_known
      from kept
    )
    select * from sums, (${KNOWN})`;
}

const ratio = (numerator, denominator, factor = 1) =>
  numerator === null || denominator === null || denominator === 0 ? null : (numerator / denominator) * factor;

/** From sums to key figures: add up first, divide once. */
function keyFigures(row) {
  const days = Number(row.days);
  const hasAverage = row.knows_on_hand && row.knows_cost && Number(row.known_days) > 0;
  const average = hasAverage ? row.value_days / Number(row.known_days) : null;
  const cost = row.knows_cost ? row.cost_of_goods : null;
  return {
    turnover: ratio(cost, average, 365 / days),
    days_of_inventory: ratio(average, cost, days),
    stockout_rate: row.knows_hours
      ? ratio(row.hours_out, Number(row.hours_open))
      : row.knows_on_hand
        ? ratio(Number(row.days_out), Number(row.days_active))
        : null,
    fill_rate: row.knows_orders
      ? ratio(row.shipped, row.ordered)
      : row.knows_backorders
        ? ratio(row.served, row.demanded)
        : null,
    holding_cost: average === null ? null : (average * HOLDING_RATE * days) / 365,
    gross_margin_return: row.knows_revenue ? ratio(row.margin, average, 365 / days) : null,
    stock_value: hasAverage && Number(row.closing_known) > 0 ? (row.closing_value ?? 0) : null,
    revenue: row.knows_revenue ? row.revenue : null,
  };
}

async function answer({ folder, windows }) {
  const connection = await (await DuckDBInstance.create()).connect();
  const query = async (sql) => (await connection.runAndReadAll(sql)).getRowObjectsJS();
  for (const [table, columns] of Object.entries(TABLES)) {
    const path = join(folder, `${table}.csv`);
    const from = `read_csv(${text(path)}, header = true, all_varchar = true, nullstr = '')`;
    const there = existsSync(path) ? (await query(`describe select * from ${from}`)).map((row) => row.column_name) : [];
    const cells = Object.entries(columns).map(
      ([name, type]) => `${there.includes(name) ? `"${name}"` : "null"}::${type} as "${name}"`,
    );
    const rows = there.length > 0 ? `from ${from}` : "where false";
    await connection.run(`create table ${table} as select ${cells.join(", ")} ${rows}`);
  }
  await connection.run(ITEM_DAY);
  const answers = [];
  for (const window of windows) {
    const [row] = await query(figures(window));
    answers.push(keyFigures(row));
  }
  connection.closeSync();
  return answers;
}

for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(await answer(JSON.parse(line))));
}
