-- Units shipped from stock when demanded ÷ units demanded.
select cast(sum(units_filled) as double) / cast(sum(units_due) as double) as fill_rate
from item_day
where date between date '{from}' and date '{to}'{filter}
