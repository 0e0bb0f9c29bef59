-- For what share of each seven-day period was each item-location promoted?
--
-- Days with a sale that names a promotion ÷ seven: a day without a sale tells of none.
select
    item_location.row as row,
    (as_of_day - cast(date as int)) / 7 as age,
    count(distinct date) / 7.0 as promoted
from sales
inner join item_location on item_location.location = sales.location and item_location.sku = sales.sku
cross join settings
where cast(date as int) <= as_of_day and promotion <> ''
group by item_location.row, (as_of_day - cast(date as int)) / 7
order by row, age desc
