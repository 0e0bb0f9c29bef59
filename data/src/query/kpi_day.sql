-- What happened on each day, by location, category and class?
--
-- A view: the sums that key figures are ratios of. Any of its rows can be added up, but for money of stock and counts of
-- item-locations, which are those at the end of a day: over several days they are averaged. Divide sums, never average
-- ratios: the stockout rate of a month is sum(out_of_stock) / sum(active).
select
    date,
    location,
    category,
    class,
    sum(units) as units,
    sum(revenue) as revenue,
    sum(costed_revenue) as costed_revenue,
    sum(cost_of_goods_sold) as cost_of_goods_sold,
    sum(inventory_value) as inventory_value,
    cast(sum(active) as bigint) as active,
    cast(sum(out_of_stock) as bigint) as out_of_stock,
    sum(hours_open) as hours_open,
    sum(hours_out) as hours_out,
    sum(units_due) as units_due,
    sum(units_filled) as units_filled
from item_day
group by date, location, category, class
