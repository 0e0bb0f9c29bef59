-- What was in stock at the end of each seven-day period, and on how many of its days was there none?
--
-- `on_hand` is null where stock was not recorded on the period's last day; a period without any record has no row.
select
    item_location.row as row,
    (as_of_day - cast(date as int)) / 7 as age,
    max(case when (as_of_day - cast(date as int)) % 7 = 0 then on_hand end) as on_hand,
    sum(case when on_hand <= 0 then 1 else 0 end) as stockout_days
from stock
inner join item_location on item_location.location = stock.location and item_location.sku = stock.sku
cross join settings
where cast(date as int) <= as_of_day and on_hand is not null
group by item_location.row, (as_of_day - cast(date as int)) / 7
order by row, age desc
