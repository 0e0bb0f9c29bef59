-- (Revenue − cost of goods sold) ÷ average inventory at cost, × 365 ÷ days; items without a cost left out.
-- The average is the mean of end-of-day stock over the days on which any of it is known.
select
    cast(sum(costed_revenue) - sum(cost_of_goods_sold) as double)
    / (cast(sum(inventory_value) as double) / count(distinct case when on_hand is not null then date end))
    * 365 / (cast(date '{to}' as int) - cast(date '{from}' as int) + 1) as gross_margin_return
from item_day
where date between date '{from}' and date '{to}'{filter}
