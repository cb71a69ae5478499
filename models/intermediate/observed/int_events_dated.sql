-- Which columns say that something happened, and of which kind of record they say how far its
-- exports see. A tool exports its kinds of record at different times, so none speaks for another:
-- a refund, a cancellation or an abandoned cart of August does not show that orders of August were
-- exported. `evidence`:
--   direct     a record of this kind came about then;
--   indirect   its record says so of something else: asked only where nothing direct is exported;
--   scheduled  may be booked ahead, so it is no proof that its time has come.
{%- set event_times = [
    ('messages', 'messages', 'sent_at', 'direct'),
    ('messages', 'conversations', 'first_customer_message_at', 'direct'),
    ('messages', 'conversations', 'first_answer_at', 'direct'),
    ('messages', 'conversations', 'last_message_at', 'direct'),
    ('messages', 'conversations', 'created_at', 'indirect'),
    ('messages', 'conversations', 'solved_at', 'indirect'),
    ('messages', 'conversations', 'closed_at', 'indirect'),
    ('messages', 'conversation_events', 'event_at', 'indirect'),
    ('orders', 'orders', 'ordered_at', 'direct'),
    ('orders', 'orders', 'cancelled_at', 'indirect'),
    ('refunds', 'refunds', 'refunded_at', 'direct'),
    ('checkouts', 'checkouts', 'created_at', 'direct'),
    ('checkouts', 'checkouts', 'completed_at', 'indirect'),
    ('surveys', 'survey_responses', 'invited_at', 'direct'),
    ('surveys', 'survey_responses', 'responded_at', 'direct'),
    ('sessions', 'sessions', 'started_at', 'direct'),
    ('subscriptions', 'subscriptions', 'started_at', 'scheduled'),
    ('subscriptions', 'subscriptions', 'cancelled_at', 'scheduled'),
    ('subscriptions', 'subscription_events', 'event_at', 'direct'),
    ('notifications', 'notifications', 'sent_at', 'scheduled'),
    ('experiments', 'experiment_assignments', 'assigned_at', 'direct'),
] %}
{#- Of some, only a few rows may be booked ahead. #}
{%- set scheduled_if = {
    'orders.ordered_at': 'is_renewal',
    'subscription_events.event_at': "event_type = 'renewal_due'",
} %}

with

event_times as (
    {% for kind, entity, column, evidence in event_times %}
    select
        source_system,
        source_instance,
        '{{ kind }}' as record_kind,
        '{{ entity }}' as entity,
        {%- set condition = scheduled_if.get(entity ~ '.' ~ column) %}
        {%- if condition %}
        case when {{ condition }} then 'scheduled' else '{{ evidence }}' end as evidence,
        {%- else %}
        '{{ evidence }}' as evidence,
        {%- endif %}
        {{ column }} as event_at
    from {{ ref('int_' ~ entity) }}
    where {{ column }} is not null
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

final as (
    select
        source_system,
        source_instance,
        record_kind,
        entity,
        evidence,
        cast(event_at as date) as event_date,
        cast(count(*) as bigint) as event_count,
        max(event_at) as last_event_at
    from event_times
    group by
        source_system,
        source_instance,
        record_kind,
        entity,
        evidence,
        cast(event_at as date)
)

select * from final
