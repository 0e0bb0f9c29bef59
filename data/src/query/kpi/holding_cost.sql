-- Mean end-of-day inventory at cost × annual holding rate × days of the window ÷ 365.
select
    cast(sum(inventory_value) as double) / count(distinct case when stock_rows > 0 then date end)
    * {holding_rate} * (cast(date '{to}' as int) - cast(date '{from}' as int) + 1) / 365 as holding_cost
from item_day
where date between date '{from}' and date '{to}'{filter}
