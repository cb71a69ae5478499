{#- One expression per raw type says what text is accepted; anything else is NULL. Nothing is
    rounded, and no cast of the engine's own decides: '5.7' is no integer, 't' is no boolean. Groups are
    `(?:...)`: to remember what they matched takes a quarter longer. Spaces around a value are passed
    over by its pattern: to trim every value costs as much as to match it. -#}

{#- Whether there is more than blanks: spaces, tabs, line ends. Most texts show it by their first
    character; to trim them copies them, and every field of every record is asked. -#}
{% macro is_said(text) -%}
    case when {{ text }} >= '!' then true else trim({{ text }}, ' ' || chr(9) || chr(10) || chr(13)) <> '' end
{%- endmacro %}


{% macro parse_varchar(text) -%}
    case when {{ is_said(text) }} then {{ text }} end
{%- endmacro %}


{#- The cast of a text that its pattern has accepted. The engine passes over plain spaces alone. -#}
{% macro cast_trimmed(text, type) -%}
    coalesce(try_cast({{ text }} as {{ type }}), try_cast(trim({{ text }}) as {{ type }}))
{%- endmacro %}


{#- Up to 18 digits. -#}
{% macro parse_bigint(text) -%}
    case when regexp_full_match({{ text }}, '\p{Zs}*[+-]?[0-9]{1,18}\p{Zs}*') then {{ cast_trimmed(text, 'bigint') }} end
{%- endmacro %}


{#- Plain decimal notation with at most four decimals (zeros after them do not count). -#}
{% macro parse_decimal(text) -%}
    case
        when regexp_full_match({{ text }}, '\p{Zs}*[+-]?[0-9]{1,14}(?:[.][0-9]{1,4}0*)?\p{Zs}*')
            then {{ cast_trimmed(text, 'decimal(18, 4)') }}
    end
{%- endmacro %}


{% macro parse_boolean(text) -%}
    case lower(trim({{ text }}))
        when 'true' then true
        when '1' then true
        when 'yes' then true
        when 'false' then false
        when '0' then false
        when 'no' then false
    end
{%- endmacro %}


{% macro parse_date(text) -%}
    case when regexp_full_match({{ text }}, '\p{Zs}*[0-9]{4}-[0-9]{2}-[0-9]{2}\p{Zs}*') then {{ cast_trimmed(text, 'date') }} end
{%- endmacro %}


{#- An object or list that is written out as text, as a CSV has to, is taken for what it says. -#}
{% macro parse_json(text) -%}
    {%- set inner = "json_extract_string(" ~ text ~ ", '$')" -%}
    case
        when not json_valid({{ text }}) or not {{ is_said(inner) }} then null
        when json_type({{ text }}) = 'VARCHAR'
            and left(ltrim({{ inner }}), 1) in ('{', '[')
            and json_valid({{ inner }})
            then cast({{ inner }} as json)
        else cast({{ text }} as json)
    end
{%- endmacro %}


{#- A UTC timestamp. `format` is how the vendor writes it:
    iso_8601 (an offset is applied, no offset means UTC), epoch_seconds, or rfc_2822. -#}
{% macro parse_timestamp(text, format) -%}
    {%- if format == 'iso_8601' -%}
    {%- set day, time = '[0-9]{4}-[0-9]{2}-[0-9]{2}', '[0-9]{2}:[0-9]{2}' -%}
    {%- set to_the_second = '\\p{Zs}*' ~ day ~ '[T ]' ~ time ~ ':[0-9]{2}(?:[.][0-9]+)?' -%}
    {%- set offset = '[+-](?:0[0-9]|1[0-4])(?::?[0-5][0-9])?' -%}
    case
        when regexp_full_match({{ text }}, '{{ to_the_second }}(?:Z| UTC)?\p{Zs}*') then {{ cast_trimmed(text, 'timestamp') }}
        when regexp_full_match({{ text }}, '{{ to_the_second }}{{ offset }}\p{Zs}*')
            then timezone('UTC', {{ cast_trimmed(text, 'timestamptz') }})
        when regexp_full_match({{ text }}, '{{ to_the_second }} {{ offset }}\p{Zs}*')
            then timezone('UTC', try_cast(regexp_replace(trim({{ text }}), ' ([+-])', '\1') as timestamptz))
        when regexp_full_match({{ text }}, '\p{Zs}*{{ day }}[T ]{{ time }}(?:Z| UTC)?\p{Zs}*')
            then try_cast(left(ltrim({{ text }}), 16) || ':00' as timestamp)
        when regexp_full_match({{ text }}, '\p{Zs}*{{ day }}\p{Zs}*') then cast({{ cast_trimmed(text, 'date') }} as timestamp)
    end
    {%- elif format == 'epoch_seconds' -%}
    case
        when regexp_full_match({{ text }}, '\p{Zs}*[0-9]{1,11}(?:[.][0-9]+)?\p{Zs}*')
            then make_timestamp(cast(round({{ cast_trimmed(text, 'double') }} * 1000000) as bigint))
    end
    {%- elif format == 'rfc_2822' -%}
    case
        when regexp_full_match({{ text }}, '\p{Zs}*[A-Z][a-z]{2}, [0-9]{1,2} [A-Z][a-z]{2} [0-9]{4} [0-9]{2}:[0-9]{2}:[0-9]{2} [+-][0-9]{4}\p{Zs}*')
            then timezone('UTC', try_strptime(trim({{ text }}), '%a, %d %b %Y %H:%M:%S %z'))
    end
    {%- else -%}
        {{ exceptions.raise_compiler_error("Unknown timestamp format '" ~ format ~ "' in a raw contract: use iso_8601, epoch_seconds or rfc_2822.") }}
    {%- endif -%}
{%- endmacro %}
