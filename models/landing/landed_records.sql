{{ config(materialized='view') }}

with

landed_records as (
    {%- for source_system, object_name, landed in landing_models() %}
    select
        source_system,
        source_instance,
        '{{ object_name }}' as object_name,
        record_key,
        source_file,
        record_text,
        record_reject_reasons,
        record_reject_kinds,
        record_issues,
        record_issue_kinds,
        source_line,
        record_is_tombstone,
        record_version_at,
        record_occurred_at,
        record_emitted_at
    from {{ landed }}
    {{- ' union all' if not loop.last }}
    {%- endfor %}
)

select * from landed_records
