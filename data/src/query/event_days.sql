-- Which days does each holiday or event of the calendar take? Coming days are among them.
select distinct name, cast(date as int) as day
from calendar
order by name, day
