{#- Whose phrases a message is read with: the customer's, those of the shop's bots and systems, or
    those of a person who works for the shop. -#}
{% macro author_side(author_role) -%}
    case {{ author_role }} when 'customer' then 'customer' when 'agent' then 'agent' else 'shop' end
{%- endmacro %}
