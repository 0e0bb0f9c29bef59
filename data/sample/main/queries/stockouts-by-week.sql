-- title: Where stock runs out, week by week
-- title de: Wo Bestand ausgeht, Woche für Woche
-- title zh-CN: 逐周看哪里缺货
-- description: The share of recorded days that ended without stock, by week and category at one location.
-- description de: Anteil der erfassten Tage, die ohne Bestand endeten, nach Woche und Warengruppe an einem Standort.
-- description zh-CN: 某地点有记录的日子中日终无库存的比例，按周和品类。
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
