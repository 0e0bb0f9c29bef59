-- What were the key figures of each month?
--
-- A view, by the definitions of the pages: see docs/formulas.md. The first and the last month may be parts of one; `days` says
-- how many days of it there are. The average of stock is the mean of end-of-day stock over the days on which any of it is
-- known. A figure is null where what it needs is not known.
with month as (
    select
        cast(date_trunc('month', date) as date) as month,
        cast(max(as_of_day) as int) as as_of_day,
        cast(max(first_day) as int) as first_day,
        sum(revenue) as revenue,
        cast(sum(costed_revenue) as double) as costed_revenue,
        cast(sum(cost_of_goods_sold) as double) as cost_of_goods_sold,
        cast(sum(inventory_value) as double)
            / nullif(count(distinct case when on_hand is not null then date end), 0) as inventory_value,
        cast(sum(out_of_stock) as double) as out_of_stock,
        cast(sum(active) as double) as active,
        cast(sum(hours_out) as double) as hours_out,
        cast(sum(hours_open) as double) as hours_open,
        cast(sum(units_filled) as double) as units_filled,
        cast(sum(units_due) as double) as units_due
    from item_day cross join settings
    where cast(date as int) between first_day and as_of_day
    group by date_trunc('month', date)
),
counted as (
    select
        *,
        least(as_of_day, cast(month + interval '1 month' as int) - 1) - greatest(first_day, cast(month as int)) + 1 as days
    from month
)
select
    month,
    cast(days as int) as days,
    revenue,
    cost_of_goods_sold / nullif(inventory_value, 0) * 365 / days as turnover,
    inventory_value / nullif(cost_of_goods_sold, 0) * days as days_of_inventory,
    coalesce(hours_out / nullif(hours_open, 0), out_of_stock / nullif(active, 0)) as stockout_rate,
    units_filled / nullif(units_due, 0) as fill_rate,
    (costed_revenue - cost_of_goods_sold) / nullif(inventory_value, 0) * 365 / days as gross_margin_return,
    inventory_value as average_stock_value
from counted
