{#- The number of the bucket of so many days that a timestamp lies in, counted from 1970. Whatever lies
    at most that many days before it is in the same bucket or in the one before: two events within a
    window are found by an equi-join on two buckets, where a join on the range would be slow. -#}
{% macro time_bucket_number(timestamp, days) -%}
    cast(floor(
        {{ elapsed_seconds("timestamp '1970-01-01 00:00:00'", timestamp) }}
        / cast({{ 86400 * days }} as double)
    ) as bigint)
{%- endmacro %}
