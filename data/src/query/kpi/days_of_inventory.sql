-- Days of the window × mean end-of-day inventory at cost ÷ cost of goods sold.
select
    (cast(sum(inventory_value) as double) / count(distinct case when stock_rows > 0 then date end))
    / cast(sum(cost_of_goods_sold) as double) * (cast(date '{to}' as int) - cast(date '{from}' as int) + 1) as days_of_inventory
from item_day
where date between date '{from}' and date '{to}'{filter}
