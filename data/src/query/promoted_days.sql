-- On which days was each item-location promoted?
--
-- Days with a sale that names a promotion; where sales are of a week or month, the last day of such.
select distinct item_location.row as row, cast(date as int) as day
from sales
inner join item_location on item_location.location = sales.location and item_location.sku = sales.sku
cross join settings
where cast(date as int) <= as_of_day and promotion <> ''
order by row, day desc
