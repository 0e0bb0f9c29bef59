-- How many days of each seven-day period does each holiday or event of the calendar take? Coming periods have an age
-- below zero.
select name, cast(floor((as_of_day - cast(date as int)) / 7.0) as bigint) as age, count(distinct date) as days
from calendar cross join settings
group by name, cast(floor((as_of_day - cast(date as int)) / 7.0) as bigint)
order by name, age desc
