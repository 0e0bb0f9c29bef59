-- (Revenue − cost of goods sold) ÷ average inventory at cost, × 365 ÷ days; items without a cost left out.
-- The average is of each location's end-of-day stock over the days on which its stock is known, added up.
select
    (sum(costed_revenue) - sum(cost_of_goods_sold)) / sum(average_inventory)
    * 365 / (cast(date '{to}' as int) - cast(date '{from}' as int) + 1) as gross_margin_return
from (
    select
        location,
        cast(sum(costed_revenue) as double) as costed_revenue,
        cast(sum(cost_of_goods_sold) as double) as cost_of_goods_sold,
        cast(sum(inventory_value) as double)
            / nullif(count(distinct case when on_hand is not null then date end), 0) as average_inventory
    from item_day
    where date between date '{from}' and date '{to}'{filter}
    group by location
) as by_location
