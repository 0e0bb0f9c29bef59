-- What was sold of each item-location, day by day?
--
-- A row for each row of sales, in the order of item-locations and days: that of the files, so that nothing is sorted.
select item_location.row as row, cast(date as int) as day, units, revenue
from sales
inner join item_location on item_location.location = sales.location and item_location.sku = sales.sku
order by sales.location, sales.sku, date
