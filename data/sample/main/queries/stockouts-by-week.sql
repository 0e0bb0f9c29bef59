-- title: Where stock runs out, week by week
-- description: The share of recorded days that ended without stock, by week and category at one location.
-- parameter since: date = 2011-01-01
-- parameter place: text = UK
select
    date_trunc('week', date) as week,
    category,
    avg(case when on_hand <= 0 then 1.0 else 0.0 end) as without_stock
from stock
inner join products on products.sku = stock.sku
where date >= $since and location = $place
group by week, category
order by week, category
