-- What do the key figures add up, by seven-day period, category, location and class?
--
-- `age` counts periods back from the one that ends on as_of; the first sale begins them, for before it nothing is known of
-- what was sold. Closing columns are balances of the period's last day. `known_days` has a bit for each day of the period
-- at whose end any stock is known, the last day's is 1.
select
    age_days / 7 as age,
    category,
    location,
    class,
    sum(units) as units,
    sum(revenue) as revenue,
    sum(costed_revenue) as costed_revenue,
    sum(cost_of_goods_sold) as cost_of_goods_sold,
    sum(inventory_value) as inventory_value_days,
    sum(case when age_days % 7 = 0 then inventory_value end) as closing_value,
    sum(active) as active_item_days,
    sum(out_of_stock) as stockout_item_days,
    sum(hours_open) as hours_open,
    sum(hours_out) as hours_out,
    sum(units_due) as units_due,
    sum(units_filled) as units_filled,
    sum(case when age_days % 7 = 0 then active end) as closing_active,
    sum(case when age_days % 7 = 0 then out_of_stock end) as closing_out,
    sum(sales_rows) as sales_rows,
    sum(stock_rows) as stock_rows,
    bit_or(case when on_hand is not null then 1 << (age_days % 7) else 0 end) as known_days
from item_day cross join settings
where age_days >= 0 and cast(date as int) >= first_day
group by age_days / 7, category, location, class
order by age desc, category, location, class
