{#- The key of an entity: md5 over the given columns, the last of which is the native id. NULL if
    the native id is NULL, so that a missing reference stays missing. An id that is an e-mail
    address or a phone number is salted (environment KEY_SALT): whoever knows the address must not
    be able to find its key. -#}
{% macro surrogate_key(columns) -%}
    {%- set id = 'cast(' ~ columns[-1] ~ ' as string)' -%}
    case
        when {{ columns[-1] }} is not null
            then md5(
                concat_ws('|', {%- for column in columns %} cast({{ column }} as string)
                {%- if not loop.last %},{% endif %}{% endfor %},
                    case
                        when {{ id }} like '%@%' or {{ id }} like '+%' or {{ id }} like '%:+%'
                            then '{{ env_var("KEY_SALT", "sample") | replace("'", "''") }}'
                    end)
            )
    end
{%- endmacro %}
