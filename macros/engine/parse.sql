{#- One expression per raw type says what text is accepted; anything else is NULL. Nothing is
    rounded, and no cast of the engine's own decides: '5.7' is no integer, 'maybe' is no boolean. Groups are
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


{#- What programs and people write where there is nothing: pandas, spreadsheets, databases, web forms.
    In lower case. A text keeps such a word (a customer may write 'none'); in whatever identifies,
    counts or dates something it is read as missing, or forty orders become those of one customer. -#}
{% macro words_for_nothing() -%}
    '-', '--', '---', '–', '—', '.', '?', 'nan', 'nat', 'null', 'none', 'nil', 'na', 'n/a', 'n.a.', 'n/d',
        'undefined', 'unknown', 'missing', 'empty', 'anonymous', 'guest', 'not set', 'not available',
        '(null)', '(none)', '(empty)', '(blank)', '(not set)', '[null]', '<null>', '<na>', '<none>', '\n',
        '#n/a', '#na', '#ref!', '#value!', '#name?', '#null!', '#num!', '#div/0!', '[object object]'
{%- endmacro %}


{#- Whether a text that says something is a word for nothing. Most values begin with a digit or are
    longer than any such word. One list, not `in (...)`: the engine holds a vector for every word of
    that, in every field, which came to gigabytes. -#}
{% macro is_nothing(text) -%}
    case
        when {{ text }} >= '0' and {{ text }} < ':' then false
        when strlen({{ text }}) > 24 then false
        else list_contains([
        {{ words_for_nothing() }}
        ], lower(trim({{ text }}, ' ' || chr(9) || chr(10) || chr(13) || chr(160))))
    end
{%- endmacro %}


{#- Whether there is an e-mail address or a phone number in a text. A number has a plus, or begins with 0
    after a blank and has blanks, or nothing but digits, after it; a barcode, a size or a year is none. -#}
{% macro is_address(text) -%}
    (
        contains({{ text }}, '@') and regexp_matches({{ text }}, '[^@ ]@[^@ ]')
        or contains({{ text }}, '(') and regexp_matches({{ text }}, '(?i)[^ ] ?[(](?:at|ät)[)] ?[^ ]')
        or contains({{ text }}, '+') and regexp_matches({{ text }}, '(?:^|[^0-9A-Za-z])[+][0-9](?:[ ()./-]*[0-9]){7,14}')
        or contains({{ text }}, '0') and regexp_matches(
            {{ text }}, '(?:[^0-9A-Za-z ] ?|[A-Za-z] )(?:0[1-9]|[(]0[1-9])(?:[ ()/-]?[0-9]){7,11}(?:$|[^0-9A-Za-z-])'
        )
    )
{%- endmacro %}


{#- What programs write into a reference that refers to nothing: a guest, the system itself. That is their
    ordinary way, so it is not listed. A record's own key may be 0. -#}
{% macro is_nobody(text) -%}
    {{ text }} in ('0', '0.0', '-1', '00000000-0000-0000-0000-000000000000')
{%- endmacro %}


{#- A long number as a spreadsheet shows it, 5.62183E+12: its last digits are lost, and many are one. -#}
{% macro is_scientific(text) -%}
    (contains({{ text }}, '+') and regexp_full_match({{ text }}, '\s*[0-9](?:[.,][0-9]+)?[Ee][+][0-9]{1,3}\s*'))
{%- endmacro %}


{#- What names a record, a person or a place to write to: a word for nothing is none. It is the same with
    blanks around it, and a whole number the same as 1001.0, which is how a column with gaps comes out of
    pandas and of some JSON: no vendor ends an id so, and references would not meet the key. -#}
{% macro parse_identifier(text) -%}
    case
        when not {{ is_said(text) }} or {{ is_nothing(text) }} or {{ is_scientific(text) }} then null
        when ends_with({{ text }}, '.0') and regexp_full_match({{ text }}, '[0-9]+[.]0')
            then left({{ text }}, length({{ text }}) - 2)
        when {{ text }} < '!' or right({{ text }}, 1) in (' ', chr(9), chr(10), chr(13), chr(160))
            then trim({{ text }}, ' ' || chr(9) || chr(10) || chr(13) || chr(160))
        else {{ text }}
    end
{%- endmacro %}


{#- ISO 4217, in either case, blanks around it. -#}
{% macro parse_currency_code(text) -%}
    case when regexp_full_match({{ text }}, '[\p{Zs}\t]*[A-Za-z]{3}[\p{Zs}\t]*') and not {{ is_nothing(text) }}
        then upper(regexp_extract({{ text }}, '[A-Za-z]{3}')) end
{%- endmacro %}


{#- A word of the contract's list: in either case, `web form` for `web_form`, or a synonym that the
    contract names. Another word is 'other' where the field may be left out or has an 'other' of its
    own; where it may not, it is unreadable. -#}
{% macro parse_word(text, field) -%}
    {%- set words, others = [], {} -%}
    {%- for word in field['values'] -%}
        {%- do words.append(word | lower) -%}
        {%- do others.update({word | lower | replace('-', '_') | replace(' ', '_'): word | lower}) -%}
    {%- endfor -%}
    {%- for synonym, word in (field.get('synonyms') or {}).items() -%} {%- do others.update({synonym: word}) -%} {%- endfor -%}
    case
        when lower(trim({{ text }})) in ('{{ words | join("', '") }}') then lower(trim({{ text }}))
        when {{ is_said(text) }} and not {{ is_nothing(text) }}
            then case regexp_replace(lower(trim({{ text }})), '[ _-]+', '_', 'g')
                {%- for said, word in others.items() %}
                when '{{ said }}' then '{{ word }}'
                {%- endfor %}
                {%- if field.get('required') is not true or 'other' in words %}
                else 'other'
                {%- endif %}
            end
    end
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


{#- As JSON, databases (PostgreSQL writes t and f), forms and spreadsheets write it, these in the
    language of whoever saved the file. -#}
{% macro parse_boolean(text) -%}
    case
        when lower(trim({{ text }})) in ('true', 'false', '1', '0') then lower(trim({{ text }})) in ('true', '1')
        when lower(trim({{ text }})) in (
            't', 'y', 'yes', 'on', '1.0', 'wahr', 'ja', 'vrai', 'oui', 'verdadero', 'sí', 'si', 'vero', 'sì',
            'verdadeiro', 'sim', 'waar', 'prawda', 'tak'
        ) then true
        when lower(trim({{ text }})) in (
            'f', 'n', 'no', 'off', '0.0', 'falsch', 'nein', 'faux', 'non', 'falso', 'não', 'nao', 'onwaar', 'nee',
            'fałsz', 'nie'
        ) then false
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
