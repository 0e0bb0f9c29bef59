-- For what share of each seven-day period was each item-location promoted?
--
-- Days with a sale that names a promotion ÷ seven: a day without a sale tells of none.
select
    location,
    sku,
    (as_of_day - cast(date as int)) / 7 as age,
    count(distinct date) / 7.0 as promoted
from sales cross join settings
where cast(date as int) <= as_of_day and promotion <> ''
group by location, sku, (as_of_day - cast(date as int)) / 7
order by location, sku, age desc
