-- Revenue of the window.
select sum(revenue) as revenue
from item_day
where date between date '{from}' and date '{to}'{filter}
