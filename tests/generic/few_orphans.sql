{#- Rows that refer to nothing in `to`.`field`, if they are more than `max_share` of those that refer
    to anything. A few are in the nature of exports: one may begin in the middle, or a parent was
    deleted. More of them say that a file is missing. -#}
{% test few_orphans(model, column_name, to, field, max_share=0.01) %}

with

referring as (
    select {{ column_name }} as reference
    from {{ model }}
    where {{ column_name }} is not null
),

orphans as (
    select referring.reference
    from referring
    left join {{ to }} as parents on referring.reference = parents.{{ field }}
    where parents.{{ field }} is null
)

select *
from orphans
where (select count(*) from orphans) > {{ max_share }} * (select count(*) from referring)

{% endtest %}
