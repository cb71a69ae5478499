{#- What is read of a customer's text: its first 500 characters. Below them e-mails carry signatures
    and what was written before. The key of a text is made of the same, or nothing would be found. -#}
{% macro text_read(body) -%}
    left({{ body }}, 500)
{%- endmacro %}
