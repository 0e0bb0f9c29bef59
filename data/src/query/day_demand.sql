-- How much of each item-location was demanded on each of the last 560 days?
--
-- `row` counts item-locations by location and sku from 0, `age` days before as_of. Days without sales have no row.
with rows as (
    select location, sku, row_number() over (order by location, sku) - 1 as row
    from item_location
)
select rows.row as row, as_of_day - cast(sales.date as int) as age, sum(sales.units) as units
from sales
inner join rows on rows.location = sales.location and rows.sku = sales.sku
cross join settings
where as_of_day - cast(sales.date as int) between 0 and 559
group by rows.row, as_of_day - cast(sales.date as int)
order by row, age desc
