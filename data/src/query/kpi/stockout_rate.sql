-- Hours out of stock ÷ opening hours where hours are recorded, else item-days without stock ÷ active item-days.
select
    coalesce(
        cast(sum(hours_out) as double) / cast(sum(hours_open) as double),
        cast(sum(out_of_stock) as double) / sum(active)
    ) as stockout_rate
from item_day
where date between date '{from}' and date '{to}'{filter}
