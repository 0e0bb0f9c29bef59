-- Which item-locations are there, what are they, and how much do they matter?
--
-- One row for each (location, sku) that occurs in sales or stock, counted from 0 by location and sku. `annual_value` is
-- consumption of the 365 days up to as_of in one unit for all: at unit cost where any item has one, otherwise revenue,
-- otherwise units. An item that lacks it has no value and no class, because values in different units cannot be ranked.
-- Classes go down the list sorted by it: A while the share before the item is below abc_a, B below abc_b, C the rest and
-- all without consumption. Equal values have equal classes: before an item is what is worth more than it.
with seen as (
    select location, sku from sales
    union
    select location, sku from stock
),
consumed as (
    select location, sku, sum(units) as units, sum(revenue) as revenue
    from sales cross join settings
    where cast(date as int) > as_of_day - 365
    group by location, sku
),
measured as (
    select coalesce(costs.any_cost, false) as by_cost, revenues.number > 0 as by_revenue
    from (select max(unit_cost) > 0 as any_cost from products) as costs
    cross join (select count(revenue) as number from consumed) as revenues
),
valued as (
    select
        seen.location,
        seen.sku,
        coalesce(products.name, seen.sku) as name,
        coalesce(products.category, 'Uncategorised') as category,
        products.supplier,
        products.unit_cost,
        products.unit_price,
        products.minimum_order,
        products.pack_size,
        case
            when consumed.units is null then cast(0 as decimal(38, 4))
            when by_cost and products.unit_cost > 0
                then cast(consumed.units * products.unit_cost as decimal(38, 4))
            when by_cost then null
            when by_revenue then cast(consumed.revenue as decimal(38, 4))
            else cast(consumed.units as decimal(38, 4))
        end as annual_value
    from seen
    left join products on products.sku = seen.sku
    left join consumed on consumed.location = seen.location and consumed.sku = seen.sku
    cross join measured
),
ranked as (
    select
        *,
        sum(greatest(annual_value, 0)) over () as total,
        sum(annual_value) over (order by annual_value desc range between unbounded preceding and current row)
            - sum(annual_value) over (partition by annual_value) as value_before
    from valued
)
select
    row_number() over (order by location, sku) - 1 as row,
    location, sku, name, category, supplier, unit_cost, unit_price, minimum_order, pack_size, annual_value,
    case
        when annual_value is null then 'unknown'
        when annual_value <= 0 then 'C'
        else abc_class(cast(value_before as double) / cast(total as double), abc_a, abc_b)
    end as class
from ranked cross join settings
order by location, sku
