-- Which facts does the snapshot hold?
select
    (select max(cast(date as int)) from sales) as last_sale_day,
    (select min(cast(date as int)) from sales) as first_sale_day,
    (select max(cast(date as int)) from stock where on_hand is not null or out_of_stock_hours is not null) as last_stock_day,
    (select count(revenue) from sales) as revenues,
    (select count(unit_cost) from products) as costs,
    (select count(on_hand) from stock) as balances,
    (select count(*) from stock where on_hand < 0) as backorders,
    (select count(out_of_stock_hours) from stock) as hours,
    (select count(*) from orders) as orders
