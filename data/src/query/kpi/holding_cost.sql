-- Average inventory at cost × annual holding rate × days of the window ÷ 365.
-- The average is of each location's end-of-day stock over the days on which its stock is known, added up.
select
    sum(average_inventory)
    * {holding_rate} * (cast(date '{to}' as int) - cast(date '{from}' as int) + 1) / 365 as holding_cost
from (
    select
        location,
        cast(sum(inventory_value) as double)
            / nullif(count(distinct case when on_hand is not null then date end), 0) as average_inventory
    from item_day
    where date between date '{from}' and date '{to}'{filter}
    group by location
) as by_location
