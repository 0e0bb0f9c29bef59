-- How much of each item-location was demanded on each of the last 560 days?
--
-- `age` counts days back from as_of. Days without sales have no row.
select item_location.row as row, as_of_day - cast(date as int) as age, sum(units) as units
from sales
inner join item_location on item_location.location = sales.location and item_location.sku = sales.sku
cross join settings
where as_of_day - cast(date as int) between 0 and 559
group by item_location.row, as_of_day - cast(date as int)
order by row, age desc
