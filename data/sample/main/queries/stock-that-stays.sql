-- title: Stock that stays
-- title de: Bestand, der liegen bleibt
-- title zh-CN: 积压的库存
-- description: Items in stock without a sale for some days, by the money that they tie up.
-- description de: Artikel mit Bestand, die seit einer Zahl von Tagen niemand gekauft hat, nach gebundenem Geld.
-- description zh-CN: 有库存而若干天没有销售的商品，按占用的资金排列。
-- parameter days: number = 90
with today as (
    select max(date) as date from stock
),
held as (
    select stock.sku, stock.location, stock.on_hand
    from stock
    inner join today on today.date = stock.date
    where stock.on_hand > 0
),
sold as (
    select sku, location, max(date) as last_sale from sales group by sku, location
)
select
    products.name,
    sum(held.on_hand * products.unit_cost) as value,
    max(sold.last_sale) as last_sale
from held
cross join today
inner join products on products.sku = held.sku
left join sold on sold.sku = held.sku and sold.location = held.location
where sold.last_sale is null or cast(today.date as int) - cast(sold.last_sale as int) > $days
group by products.name
order by value desc
limit 40
