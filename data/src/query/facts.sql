-- Which facts does the snapshot hold?
select last_sale_day, first_sale_day, last_stock_day, revenues, costs, balances, backorders, hours, orders
from (
    select
        max(cast(date as int)) as last_sale_day,
        min(cast(date as int)) as first_sale_day,
        count(revenue) as revenues
    from sales
) as sold
cross join (
    select
        max(case when on_hand is not null or out_of_stock_hours is not null then cast(date as int) end) as last_stock_day,
        count(on_hand) as balances,
        count(case when on_hand < 0 then 1 end) as backorders,
        count(out_of_stock_hours) as hours
    from stock
) as counted
cross join (select count(unit_cost) as costs from products) as priced
cross join (select count(*) as orders from orders) as placed
