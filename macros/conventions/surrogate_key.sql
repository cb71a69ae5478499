{#- The key of an entity: md5 over the given columns, the last of which is the native id. NULL if
    the native id is NULL, so that a missing reference stays missing. An id that is an e-mail
    address or a phone number is salted (environment KEY_SALT): whoever knows the address must not
    be able to find its key. What has 8 to 15 digits may be a phone number, of WhatsApp say, and all
    numbers of a country can be tried; a long order number is salted along with them. -#}
{% macro surrogate_key(columns) -%}
    {%- set id = 'cast(' ~ columns[-1] ~ ' as string)' -%}
    case
        when {{ columns[-1] }} is not null
            then md5(
                concat_ws('|', {%- for column in columns %} cast({{ column }} as string)
                {%- if not loop.last %},{% endif %}{% endfor %},
                    case
                        when {{ may_be_an_address(id) }}
                            then '{{ env_var("KEY_SALT", "sample") | replace("'", "''") }}'
                    end)
            )
    end
{%- endmacro %}


{#- Whether an id may be an e-mail address or a phone number, `whatsapp:` and the like before it. -#}
{% macro may_be_an_address(id) -%}
    {{ id }} like '%@%' or {{ regexp_found(id, '^(.*:)?[+(]?[0-9][0-9 ()./-]{6,18}[0-9]$') }}
{%- endmacro %}
