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
            {{- tell_unseen(result.node.relation_name) }}
            {{- tell_old_ratings(result.node.relation_name) }}
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


{#- Days on which not all live tools are seen: the sums of kpi_daily over all channels count there what
    is exported, and are no comparison with other days. -#}
{% macro tell_unseen(observed_instances) -%}
    {%- for row in run_query(
        "select record_kind, source_system, source_instance, first_observed_date, first_date, observed_until, last_at from ("
        ~ "select *, min(first_observed_date) over (partition by record_kind) as first_date,"
        ~ " max(observed_until) over (partition by record_kind) as last_at from " ~ observed_instances
        ~ " where not is_retired and record_kind in ('messages', 'orders')) as seen"
        ~ " where first_observed_date > " ~ dbt.dateadd('day', 1, 'first_date')
        ~ " or cast(observed_until as date) < cast(last_at as date)"
        ~ " order by record_kind, source_system, source_instance"
    ).rows -%}
        {%- do print(
            "PARTLY SEEN " ~ row[0] ~ " of " ~ row[1] ~ "@" ~ row[2] ~ " from " ~ row[3] ~ " to " ~ row[5]
            ~ ", others of their kind from " ~ row[4] ~ " to " ~ row[6] ~ ": on the days between, sums over all"
            ~ " channels count the others alone, and the scorecard compares no period that such an edge is in."
        ) -%}
    {%- endfor -%}
{%- endmacro %}


{#- A tool whose answers to surveys end long before its messages: what nobody exported is no consent. -#}
{% macro tell_old_ratings(observed_instances) -%}
    {%- for row in run_query(
        "select surveys.source_system, surveys.source_instance, surveys.observed_until, messages.observed_until"
        ~ " from " ~ observed_instances ~ " as surveys inner join " ~ observed_instances ~ " as messages"
        ~ " on surveys.source_system = messages.source_system and surveys.source_instance = messages.source_instance"
        ~ " where surveys.record_kind = 'surveys' and messages.record_kind = 'messages' and "
        ~ add_days('surveys.observed_until', var('retired_after_days')) ~ " < messages.observed_until"
        ~ " order by surveys.source_system, surveys.source_instance"
    ).rows -%}
        {%- do print(
            "OLD RATINGS of " ~ row[0] ~ "@" ~ row[1] ~ " end on " ~ row[2] ~ ", its messages on " ~ row[3]
            ~ ": a bad rating since then is not seen, and voids nothing. If there are any, export them anew."
        ) -%}
    {%- endfor -%}
{%- endmacro %}
