{#- The rows of a seed, written out as texts that the database casts. On Spark dbt otherwise hands
    them over as parameters, and its session puts these between quotes without escaping any. -#}
{% macro spark__load_csv_rows(model, agate_table) -%}
    {%- set types = model.config.get('column_types', {}) -%}
    {%- for chunk in agate_table.rows | batch(1000) -%}
        {%- set rows = [] -%}
        {%- for row in chunk -%}
            {%- set values = [] -%}
            {%- for column in agate_table.columns -%}
                {%- set value = row[column.name] -%}
                {%- set type = types.get(column.name, adapter.convert_type(agate_table, loop.index0)) -%}
                {%- do values.append(
                    "cast(" ~ ('null' if value is none else "'" ~ sql_text(value) ~ "'") ~ " as " ~ type ~ ")"
                ) -%}
            {%- endfor -%}
            {%- do rows.append('(' ~ values | join(', ') ~ ')') -%}
        {%- endfor -%}
        {%- do adapter.add_query('insert into ' ~ this ~ ' values ' ~ rows | join(', '), abridge_sql_log=True) -%}
    {%- endfor -%}
    {{ return('') }}
{%- endmacro %}
