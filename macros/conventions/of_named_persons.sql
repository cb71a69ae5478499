{#- The records of an import CTE with `person_id`, their customer_id unless it names nobody: a role or a
    word for a missing value stands there for many, who would become one customer. -#}
{% macro of_named_persons(records) -%}
    select
        {{ records }}.*,
        case when placeholders.word is null then {{ records }}.customer_id end as person_id
    from {{ records }}
    left join {{ ref('ref_placeholder_ids') }} as placeholders
        on lower(trim({{ records }}.customer_id)) = placeholders.word
{%- endmacro %}
