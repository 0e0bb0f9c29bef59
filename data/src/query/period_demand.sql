-- How much of each item-location was demanded in each seven-day period?
--
-- `row` is that of `item_location`; `age` counts periods back from the one that ends on as_of.
select item_location.row as row, (as_of_day - cast(date as int)) / 7 as age, sum(units) as units
from sales
inner join item_location on item_location.location = sales.location and item_location.sku = sales.sku
cross join settings
where cast(date as int) <= as_of_day
group by item_location.row, (as_of_day - cast(date as int)) / 7
order by row, age desc
