-- How long do suppliers take, and how evenly?
--
-- How many purchase orders received up to as_of took how many days from order to receipt, for each item-location and
-- supplier. `row` is null for what was never sold nor in stock. A receipt before its order is a fault of the records, and
-- left out.
select
    receipts.supplier as supplier,
    item_location.row as row,
    cast(received_on as int) - cast(ordered_on as int) as days,
    count(*) as receipts
from receipts
left join item_location on item_location.location = receipts.location and item_location.sku = receipts.sku
cross join settings
where received_on is not null and cast(received_on as int) <= as_of_day and received_on >= ordered_on
group by receipts.supplier, item_location.row, cast(received_on as int) - cast(ordered_on as int)
order by supplier, row, days
