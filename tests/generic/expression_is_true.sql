{#- Rows for which `expression` is false. A NULL passes: say `is not null` where it must not.
    Name the test as a sentence that is false when it fails. -#}
{% test expression_is_true(model, expression, column_name=None) %}

select *
from {{ model }}
where not ({{ column_name or '' }} {{ expression }})

{% endtest %}
