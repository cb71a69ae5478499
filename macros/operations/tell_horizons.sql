{#- The last lines of a build: up to when messages and orders are seen, and which instances are taken
    for retired. Whoever exports one tool a month before the others learns it here. -#}
{% macro tell_horizons(results) -%}
    {%- if execute -%}
        {%- for result in results if result.node.name == 'observed_instances' and result.status | string == 'success' -%}
            {%- set seen = run_query(
                "select record_kind || ' to ' || cast(min(observed_until) as string) from "
                ~ result.node.relation_name ~ " where not is_retired and record_kind in ('messages', 'orders')"
                ~ " group by record_kind order by record_kind"
            ).columns[0].values() -%}
            {%- if seen -%}
                {%- do print("SEEN " ~ seen | join(", ") ~ " (UTC); each instance in observed_instances") -%}
            {%- endif -%}
            {%- for row in run_query(
                "select record_kind, source_system, source_instance, observed_until from "
                ~ result.node.relation_name ~ " where is_retired order by record_kind, source_system, source_instance"
            ).rows -%}
                {%- do print(
                    "RETIRED " ~ row[0] ~ " of " ~ row[1] ~ "@" ~ row[2] ~ " end on " ~ row[3] ~ ", more than "
                    ~ var('retired_after_days') ~ " days before others of their kind: no window waits for them."
                    ~ " If the tool is still in use, export it anew; else nothing is to be done."
                ) -%}
            {%- endfor -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro %}
