-- Days of the window × average inventory at cost ÷ cost of goods sold.
-- The average is the mean of end-of-day stock over the days on which any of it is known.
select
    (cast(sum(inventory_value) as double) / count(distinct case when on_hand is not null then date end))
    / cast(sum(cost_of_goods_sold) as double) * (cast(date '{to}' as int) - cast(date '{from}' as int) + 1) as days_of_inventory
from item_day
where date between date '{from}' and date '{to}'{filter}
