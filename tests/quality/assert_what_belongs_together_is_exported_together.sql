-- Messages whose conversations were left behind, lines or refunds whose orders were: every join
-- starts from the parent, so they would vanish without a word, and every rate stay empty or too
-- good. A few are in the nature of exports, which begin in the middle; over half of an instance's
-- say that a file is missing.
{{ config(
    description="A file is missing: records are exported whose parents are not, so none counts.",
) }}

-- depends_on: {{ ref('kpi_scorecard') }}
{%- set parents = {
    'messages': ('conversations', 'conversations (or tickets)'),
    'conversation_events': ('conversations', 'conversations (or tickets)'),
    'order_lines': ('orders', 'orders'),
    'refunds': ('orders', 'orders'),
    'subscription_events': ('subscriptions', 'subscriptions'),
} %}
with

counted as (
    {%- for child, (parent, words) in parents.items() %}
    {%- set key = parent[:-1] ~ '_key' %}
    select
        '{{ child }}' as child,
        '{{ words }}' as parent,
        children.source_system,
        children.source_instance,
        count(*) as child_count,
        count(case when parents.{{ key }} is null then 1 end) as orphan_count
    from {{ ref('int_' ~ child) }} as children
    left join {{ ref('int_' ~ parent) }} as parents on children.{{ key }} = parents.{{ key }}
    group by children.source_system, children.source_instance
    {{ 'union all' if not loop.last }}
    {%- endfor %}
)

select
    *,
    orphan_count || ' of ' || child_count || ' ' || replace(child, '_', ' ') || ' of '
    || source_system || ' (' || source_instance || ') belong to ' || parent
    || ' that are not exported, so they count for nothing: export these into the same folder, '
    || 'of the same instance and the same time; if they are there, see quarantined_records'
        as message
from counted
where orphan_count > 0.5 * child_count
