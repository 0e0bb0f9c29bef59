-- title: Suppliers by how late they are
-- title de: Lieferanten nach Verspätung
-- title zh-CN: 按迟到程度排列供应商
-- description: Mean days from order to receipt beyond what the supplier promises; below zero they are early.
-- description de: Mittlere Tage von der Bestellung bis zum Eingang über die Zusage des Lieferanten hinaus; unter null liefert er früher.
-- description zh-CN: 从订货到收货的平均天数超出供应商承诺的部分；低于零为提前。
select
    suppliers.name,
    avg(cast(received_on as int) - cast(ordered_on as int)) - cast(max(lead_time_days_mean) as double) as days_late
from receipts
inner join suppliers on suppliers.supplier = receipts.supplier
where received_on is not null
group by suppliers.name
order by days_late desc
