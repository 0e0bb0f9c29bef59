-- How many receipts took how many days?
--
-- Purchase orders received up to as_of, for each item-location and supplier; those that `lead_times` adds up.
select supplier, location, sku, cast(received_on as int) - cast(ordered_on as int) as days, count(*) as receipts
from receipts cross join settings
where received_on is not null and cast(received_on as int) <= as_of_day and received_on >= ordered_on
group by supplier, location, sku, cast(received_on as int) - cast(ordered_on as int)
order by supplier, location, sku, days
