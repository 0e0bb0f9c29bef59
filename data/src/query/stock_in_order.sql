-- What was in stock of each item-location, day by day?
--
-- A row for each row of stock, in the order of item-locations and days: that of the files, so that nothing is sorted.
select item_location.row as row, cast(date as int) as day, on_hand, on_order, out_of_stock_hours as hours_out
from stock
inner join item_location on item_location.location = stock.location and item_location.sku = stock.sku
order by stock.location, stock.sku, date
