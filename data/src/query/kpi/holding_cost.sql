-- Average inventory at cost × annual holding rate × days of the window ÷ 365.
-- The average is the mean of end-of-day stock over the days on which any of it is known.
select
    (cast(sum(inventory_value) as double) / count(distinct case when on_hand is not null then date end))
    * {holding_rate} * (cast(date '{to}' as int) - cast(date '{from}' as int) + 1) / 365 as holding_cost
from item_day
where date between date '{from}' and date '{to}'{filter}
