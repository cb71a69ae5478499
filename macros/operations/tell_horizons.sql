{#- The last lines of a build: up to when messages and orders are seen, which instances are taken
    for retired, and which records stand alone, long after all others of theirs. Whoever exports one tool a month before the others learns it here. -#}
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
                "select record_kind, source_system, source_instance, lone_event_count, lone_from_date, observed_until"
                ~ " from " ~ result.node.relation_name
                ~ " where lone_event_count > 0 order by record_kind, source_system, source_instance"
            ).rows -%}
                {%- do print(
                    "ALONE " ~ row[3] ~ " of the " ~ row[0] ~ " of " ~ row[1] ~ "@" ~ row[2] ~ ", from " ~ row[4]
                    ~ " on, long after all others, which end on " ~ row[5] ~ ": they do not count as seen."
                    ~ " Is a day taken for a month? Mend those dates, or export what lies between."
                ) -%}
            {%- endfor -%}
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
