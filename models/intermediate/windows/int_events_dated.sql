-- Which columns say that something happened: never a scheduled, an expiry or an export time.
{% set event_times = {
    'conversations': [
        'created_at', 'solved_at', 'closed_at', 'first_customer_message_at', 'first_answer_at',
        'last_message_at',
    ],
    'messages': ['sent_at'],
    'conversation_events': ['event_at'],
    'survey_responses': ['invited_at', 'responded_at'],
    'orders': ['ordered_at', 'cancelled_at'],
    'refunds': ['refunded_at'],
    'checkouts': ['created_at', 'completed_at'],
    'sessions': ['started_at'],
    'subscriptions': ['started_at', 'cancelled_at'],
    'subscription_events': ['event_at'],
    'notifications': ['sent_at'],
    'experiment_assignments': ['assigned_at'],
} %}

with

event_times as (
    {% for entity, columns in event_times.items() %}
    {% set outer_loop = loop %}
    {% for column in columns %}
    select
        source_system,
        '{{ entity }}' as entity,
        {{ column }} as event_at
    from {{ ref('int_' ~ entity) }}
    where {{ column }} is not null
    {{ 'union all' if not (loop.last and outer_loop.last) }}
    {% endfor %}
    {% endfor %}
),

final as (
    select
        source_system,
        entity,
        cast(event_at as date) as event_date,
        cast(count(*) as bigint) as event_count,
        max(event_at) as last_event_at
    from event_times
    group by source_system, entity, cast(event_at as date)
)

select * from final
