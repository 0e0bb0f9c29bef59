-- title: Suppliers by how late they are
-- description: Mean days from order to receipt beyond what the supplier promises; below zero they are early.
select
    suppliers.name,
    avg(cast(received_on as int) - cast(ordered_on as int)) - cast(max(lead_time_days_mean) as double) as days_late
from receipts
inner join suppliers on suppliers.supplier = receipts.supplier
where received_on is not null
group by suppliers.name
order by days_late desc
