-- How long do suppliers take, and how evenly?
--
-- Days from order to receipt, over purchase orders received up to as_of; for a supplier as a whole (sku and
-- location null) and for each item-location it supplies, whose `row` is null if it was never sold nor in stock. The
-- deviation is the sample's; null for one receipt. A receipt before its order is a fault of the records, and left out.
with taken as (
    select supplier, location, sku, cast(received_on as int) - cast(ordered_on as int) as days
    from receipts cross join settings
    where received_on is not null and cast(received_on as int) <= as_of_day and received_on >= ordered_on
),
times as (
    select supplier, null as location, null as sku, count(*) as receipts, avg(cast(days as double)) as mean_days,
        stddev_samp(cast(days as double)) as sd_days
    from taken
    group by supplier
    union all
    select supplier, location, sku, count(*), avg(cast(days as double)), stddev_samp(cast(days as double))
    from taken
    group by supplier, location, sku
)
select
    times.supplier as supplier, times.location as location, times.sku as sku, item_location.row as row,
    receipts, mean_days, sd_days
from times
left join item_location on item_location.location = times.location and item_location.sku = times.sku
order by supplier, location nulls first, sku
