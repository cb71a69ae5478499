{#- The customer record a row refers to: the same key for the same id in every entity of a system and
    instance. A row that names no customer gets a record of its own, made from its entity and id, so
    that a guest is somebody and two guests are two. -#}
{% macro customer_record_key(customer_id, entity, entity_id) -%}
    coalesce(
        {{ surrogate_key(['source_system', 'source_instance', customer_id]) }},
        {{ surrogate_key(['source_system', 'source_instance', "'" ~ entity ~ "'", entity_id]) }}
    )
{%- endmacro %}
