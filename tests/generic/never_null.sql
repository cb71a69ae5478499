{#- Rows in which one of `columns` is NULL, with the columns that are. One test a model instead of
    one a column: a build has hundreds of such columns. -#}
{% test never_null(model, columns) %}

select
    concat_ws(
        ', ',
        {%- for column in columns %}
        case when {{ column }} is null then '{{ column }}' end {%- if not loop.last %},{% endif %}
        {%- endfor %}
    ) || ' is NULL' as message,
    *
from {{ model }}
where
    {%- for column in columns %}
    {{ column }} is null {%- if not loop.last %} or{% endif %}
    {%- endfor %}

{% endtest %}
