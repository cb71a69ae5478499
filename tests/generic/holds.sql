{#- What is true of every row of a model, looked at in one pass over it. A row for each sentence that
    does not hold: how many rows break it, one of them, and the query that finds them.

    - `unique`: keys, each a column or a list of columns. A key of one column may be NULL in many rows.
    - `never_null`: columns.
    - `counts_metrics`: the columns that its metrics add up are never NULL either; which these are, the
      metrics' declarations say.
    - `accepted_values`: the values a column may have, beside NULL.
    - `sentences`: expressions that are false of no row; NULL passes. With a name where the expression
      does not say it itself. -#}
{% test holds(
    model, unique=[], never_null=[], counts_metrics=false, accepted_values={}, sentences=[]
) %}

{%- set added_up = added_up_columns((model | string).split('.')[-1] | replace('"', '')) if counts_metrics else [] %}
{%- set stated = stated_rules(unique, never_null + added_up, accepted_values, sentences) %}

with

looked_at as (
    select
        {%- for rule in stated %}
        {{ rule.name }} as sentence_{{ loop.index }},
        {{ rule.broken }} as broken_{{ loop.index }},
        {{ rule.example }} as example_{{ loop.index }} {{- ',' if not loop.last }}
        {%- endfor %}
    from {{ model }}
),

rules as (
    {%- for rule in stated %}
    select
        sentence_{{ loop.index }} as sentence,
        broken_{{ loop.index }} as row_count,
        example_{{ loop.index }} as example,
        '{{ sql_text("select * from " ~ model ~ rule.search) }}' as search
    from looked_at
    {{- ' union all' if not loop.last }}
    {%- endfor %}
)

select
    sentence,
    row_count,
    example,
    sentence || ': not true of ' || row_count || ' rows' || coalesce(', e.g. ' || example, '')
    || '. Find them: ' || search as message
from rules
where row_count > 0

{% endtest %}
