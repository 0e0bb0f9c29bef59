-- How much of each item-location was demanded in each seven-day period?
select location, sku, (as_of_day - cast(date as int)) / 7 as age, sum(units) as units
from sales cross join settings
where cast(date as int) <= as_of_day
group by location, sku, (as_of_day - cast(date as int)) / 7
order by location, sku, age desc
