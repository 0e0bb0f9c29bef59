-- What is in stock and on order at the end of as_of?
--
-- An item-location whose stock was not recorded on that day has no row: its stock is not known.
select item_location.row as row, on_hand, on_order
from stock
inner join item_location on item_location.location = stock.location and item_location.sku = stock.sku
cross join settings
where cast(date as int) = as_of_day
order by row
