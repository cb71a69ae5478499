{#- dbt says which test failed and how many rows; this says what it means and what to do: the test's
    description, and the rows' own `message` where the test selects one. -#}
{% macro explain_failures(results) -%}
    {%- if execute -%}
        {%- for result in results if result.status | string in ('fail', 'warn') and result.node.resource_type == 'test' -%}
            {%- set node = result.node -%}
            {#- A singular test says it in its config. -#}
            {%- set description = node.description or node.config.get('description') or '' -%}
            {%- do print(("WARN " if result.status | string == 'warn' else "FAIL ") ~ node.name ~ (": " ~ description if description else '')) -%}
            {%- if modules.re.search('\\bas message\\b', node.compiled_code or '') -%}
                {%- set shown = 10 -%}
                {%- set messages = run_query("select message from (" ~ node.compiled_code ~ ") as failing order by message").rows -%}
                {%- for row in messages if loop.index <= shown -%}
                    {%- do print("     " ~ row[0]) -%}
                {%- endfor -%}
                {%- if messages | length > shown -%}
                    {%- do print("     and " ~ (messages | length - shown) ~ " more") -%}
                {%- endif -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro %}
