-- On how many days of each seven-day period was stock recorded?
select (as_of_day - cast(date as int)) / 7 as age, count(distinct date) as stock_days
from stock cross join settings
where cast(date as int) <= as_of_day
group by (as_of_day - cast(date as int)) / 7
order by age
