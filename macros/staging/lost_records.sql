{#- Records of a landing model that were exported, and of which nothing is in use: what is refused in
    every version of it, or marked as deleted. One row a record; `fields` are SQL over a landed row,
    read from whichever version can be read. `among` leaves out what nobody would miss. A tool that
    was to be read as of the past has not lost what came about later. -#}
{% macro lost_records(landed, record_kind, fields, among='true') %}
    {%- set suspected -%}
        (
            select landed.*
            from {{ landed }} as landed
            semi join (
                select source_instance, record_key
                from {{ landed }}
                where record_reject_reasons is not null or record_is_tombstone
            ) as suspects
                on
                    landed.source_instance = suspects.source_instance
                    and landed.record_key is not distinct from suspects.record_key
        )
    {%- endset %}
    select
        landed.source_system,
        landed.source_instance,
        '{{ record_kind }}' as record_kind,
        {%- for name in ['conversation_id', 'customer_id', 'customer_email'] %}
        cast(max({{ fields.get(name, 'null') }}) as string) as {{ name }},
        {%- endfor %}
        bool_or(states.record_state = 'deleted') as is_deleted,
        min({{ visible('landed.record_occurred_at') }}) as occurred_at
    from {{ suspected }} as landed
    inner join ({{ record_states(suspected ~ ' as suspected') }}) as states
        on landed.source_file = states.source_file and landed.source_line = states.source_line
    group by
        landed.source_system,
        landed.source_instance,
        coalesce(landed.record_key, landed.source_file || ':' || landed.source_line)
    having
        bool_or(states.record_state in ('quarantined', 'deleted'))
        and not bool_or(states.record_state = 'current')
        and bool_and(coalesce({{ among }}, true))
        and coalesce(bool_or({{ is_visible('landed.record_occurred_at') }}), true)
{%- endmacro %}
