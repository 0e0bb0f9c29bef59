-- What happened to each item-location on each day?
--
-- A view: one row for each day on which an item-location sold or its stock was recorded, with what the key figures
-- add up. Money is rounded to four decimals row by row, so that any grouping gives the same sums.
--
-- active     stock known, and the item-location sold or held stock in the activity window up to the day
-- units_due  units demanded where it is known what was shipped at once. From balances: a balance below zero is what
--            is backordered, so of u units demanded on a day that ends at balance b, least(u, greatest(b + u, 0))
--            were filled from stock. From orders: units ordered and units shipped.
--
-- greatest and least ignore nulls: what is not known is kept out of them.
with sold as (
    select date, location, sku, sum(units) as units, sum(revenue) as revenue, count(*) as sales_rows
    from sales
    group by date, location, sku
),
placed as (
    select cast(placed_at as date) as date, location, sku, sum(units_ordered) as ordered, sum(units_shipped) as shipped
    from orders
    group by cast(placed_at as date), location, sku
),
demanded as (
    select
        coalesce(sold.date, placed.date) as date,
        coalesce(sold.location, placed.location) as location,
        coalesce(sold.sku, placed.sku) as sku,
        sold.units, sold.revenue, sold.sales_rows, placed.ordered, placed.shipped
    from sold
    full outer join placed
        on placed.date = sold.date and placed.location = sold.location and placed.sku = sold.sku
),
met as (
    select
        coalesce(stock.date, demanded.date) as date,
        coalesce(stock.location, demanded.location) as location,
        coalesce(stock.sku, demanded.sku) as sku,
        stock.on_hand,
        stock.out_of_stock_hours,
        case when stock.date is null then 0 else 1 end as stock_rows,
        demanded.units, demanded.revenue, demanded.ordered, demanded.shipped,
        coalesce(demanded.sales_rows, 0) as sales_rows
    from demanded
    full outer join stock
        on stock.date = demanded.date and stock.location = demanded.location and stock.sku = demanded.sku
),
lived as (
    select
        met.*,
        opening_hours_per_day,
        activity_window_days,
        fill_from_orders,
        fill_from_balances,
        as_of_day - cast(date as int) as age_days,
        cast(date as int) - max(
            case when units > 0 or on_hand > 0 or out_of_stock_hours < opening_hours_per_day then cast(date as int) end
        ) over (partition by location, sku order by date rows between unbounded preceding and current row)
            as days_since_alive
    from met cross join settings
)
select
    lived.date,
    lived.age_days,
    item_location.row,
    lived.location,
    lived.sku,
    item_location.category,
    item_location.class,
    lived.on_hand,
    lived.units,
    lived.revenue,
    case when unit_cost is not null then lived.revenue end as costed_revenue,
    cast(lived.units * unit_cost as decimal(38, 4)) as cost_of_goods_sold,
    case when lived.on_hand is not null
        then cast(greatest(lived.on_hand, 0) * unit_cost as decimal(38, 4)) end as inventory_value,
    case when lived.on_hand is not null and days_since_alive < activity_window_days then 1 else 0 end as active,
    case when lived.on_hand <= 0 and days_since_alive < activity_window_days then 1 else 0 end as out_of_stock,
    case when out_of_stock_hours is not null and days_since_alive < activity_window_days
        then cast(opening_hours_per_day as decimal(18, 4)) end as hours_open,
    case when out_of_stock_hours is not null and days_since_alive < activity_window_days
        then least(out_of_stock_hours, cast(opening_hours_per_day as decimal(18, 4))) end as hours_out,
    case
        when fill_from_orders then lived.ordered
        when fill_from_balances and lived.on_hand is not null then lived.units
    end as units_due,
    case
        when fill_from_orders then lived.shipped
        when fill_from_balances and lived.on_hand is not null and lived.units is not null
            then least(lived.units, greatest(lived.on_hand + lived.units, 0))
    end as units_filled,
    lived.sales_rows,
    lived.stock_rows
from lived
inner join item_location on item_location.location = lived.location and item_location.sku = lived.sku
