-- What did customers order of each item-location, day by day, and what was shipped of it?
select
    item_location.row as row,
    cast(cast(placed_at as date) as int) as day,
    sum(units_ordered) as ordered,
    sum(units_shipped) as shipped
from orders
inner join item_location on item_location.location = orders.location and item_location.sku = orders.sku
group by item_location.row, cast(placed_at as date)
order by row, day
