{#- Combinations of `columns` that stand in more than one row: the grain of a model whose key is
    not one column. NULLs count as equal. -#}
{% test unique_combination_of_columns(model, columns) %}

select
    {{ columns | join(',\n    ') }},
    count(*) as row_count
from {{ model }}
group by {{ columns | join(', ') }}
having count(*) > 1

{% endtest %}
