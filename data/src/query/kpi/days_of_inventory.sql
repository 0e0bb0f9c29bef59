-- Days of the window × average inventory at cost ÷ cost of goods sold.
-- The average is of each location's end-of-day stock over the days on which its stock is known, added up.
select
    sum(average_inventory) / sum(cost_of_goods_sold) * (cast(date '{to}' as int) - cast(date '{from}' as int) + 1) as days_of_inventory
from (
    select
        location,
        cast(sum(cost_of_goods_sold) as double) as cost_of_goods_sold,
        cast(sum(inventory_value) as double)
            / nullif(count(distinct case when on_hand is not null then date end), 0) as average_inventory
    from item_day
    where date between date '{from}' and date '{to}'{filter}
    group by location
) as by_location
