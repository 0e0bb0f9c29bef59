-- Cost of goods sold ÷ mean end-of-day inventory at cost, × 365 ÷ days of the window.
select
    cast(sum(cost_of_goods_sold) as double)
    / (cast(sum(inventory_value) as double) / count(distinct case when stock_rows > 0 then date end))
    * 365 / (cast(date '{to}' as int) - cast(date '{from}' as int) + 1) as turnover
from item_day
where date between date '{from}' and date '{to}'{filter}
