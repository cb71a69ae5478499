{#- The key of an entity: md5 over the given columns, the last of which is the native id. NULL if
    the native id is NULL, so that a missing reference stays missing. -#}
{% macro surrogate_key(columns) -%}
    case
        when {{ columns[-1] }} is not null
            then md5(
                concat_ws('|', {%- for column in columns %} cast({{ column }} as varchar)
                {%- if not loop.last %},{% endif %}{% endfor %})
            )
    end
{%- endmacro %}
