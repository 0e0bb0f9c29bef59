-- End-of-day stock × unit cost on the last day of the window.
select sum(inventory_value) as stock_value
from item_day
where date = date '{to}'{filter}
