-- What is on its way at the end of as_of, and how long ago was it ordered?
--
-- Lines of purchase orders placed up to as_of and not wholly received by then; units are those not yet received, none
-- where more came than was ordered. `row` is null for what was never sold nor in stock.
select
    item_location.row as row,
    as_of_day - cast(ordered_on as int) as age_days,
    sum(case
        when received_on is null then greatest(units_ordered - coalesce(units_received, 0), 0)
        else units_ordered
    end) as units
from receipts
left join item_location on item_location.location = receipts.location and item_location.sku = receipts.sku
cross join settings
where cast(ordered_on as int) <= as_of_day
    and (received_on is null or cast(received_on as int) > as_of_day)
group by item_location.row, as_of_day - cast(ordered_on as int)
order by row, age_days desc
