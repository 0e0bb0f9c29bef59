-- What is in stock and on order at the end of as_of?
--
-- An item-location whose stock was not recorded on that day has no row: its stock is not known.
select location, sku, on_hand, on_order
from stock cross join settings
where cast(date as int) = as_of_day
order by location, sku
