-- What was in stock at the end of each seven-day period?
select location, sku, (as_of_day - cast(date as int)) / 7 as age, on_hand
from stock cross join settings
where cast(date as int) <= as_of_day and (as_of_day - cast(date as int)) % 7 = 0 and on_hand is not null
order by location, sku, age desc
