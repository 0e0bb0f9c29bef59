-- What do the key figures add up, by seven-day period, category, location and class?
--
-- `age` counts periods back from the one that ends on as_of. Closing columns are balances of the period's last day.
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
    sum(stock_rows) as stock_rows
from item_day
where age_days >= 0
group by age_days / 7, category, location, class
order by age desc, category, location, class
