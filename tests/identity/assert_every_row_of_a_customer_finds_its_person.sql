-- An order, conversation or visit whose record is not resolved would silently drop out of every
-- number about customers. Lists the entities and how many of their rows are lost.
with

mentioned as (
    {% for entity in [
        'customers', 'orders', 'conversations', 'checkouts', 'survey_responses', 'sessions',
        'subscriptions', 'notifications', 'experiment_assignments',
    ] %}
    select
        '{{ entity }}' as entity,
        customer_record_key
    from {{ ref('int_' ~ entity) }}
    union all
    {% endfor %}
    select
        'messages' as entity,
        author_record_key as customer_record_key
    from {{ ref('int_messages') }}
    where author_role = 'customer' and author_record_key is not null
)

select
    mentioned.entity,
    count(*) as lost_row_count,
    count(*) || ' rows of ' || mentioned.entity || ' name a customer who is nobody in '
    || 'dim_customers, so they drop out of every number about customers: int_customer_records '
    || 'has to collect their record' as message
from mentioned
left join {{ ref('int_customers_resolved') }} as resolved
    on mentioned.customer_record_key = resolved.customer_record_key
left join {{ ref('dim_customers') }} as customers
    on resolved.customer_key = customers.customer_key
where customers.customer_key is null
group by mentioned.entity
