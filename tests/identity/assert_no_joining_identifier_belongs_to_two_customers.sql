-- Records that carry the same joining identifier are one person. If this fails, the label rounds in
-- int_customers_resolved were too few for the longest chain of records: raise their number.
select
    identifiers.identifier_type,
    identifiers.identifier_value,
    count(distinct resolved.customer_key) as customer_count,
    'One ' || identifiers.identifier_type || ' belongs to '
    || count(distinct resolved.customer_key)
    || ' customers: raise the number of label rounds '
    || 'in int_customers_resolved' as message
from {{ ref('int_customer_identifiers') }} as identifiers
inner join {{ ref('int_customers_resolved') }} as resolved
    on identifiers.customer_record_key = resolved.customer_record_key
where identifiers.is_joining
group by identifiers.identifier_type, identifiers.identifier_value
having count(distinct resolved.customer_key) > 1
