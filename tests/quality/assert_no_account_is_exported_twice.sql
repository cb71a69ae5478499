-- The same account by two loaders, or a folder that was copied: each instance is a shop of its own,
-- so every order and conversation would count twice. Two shops may use the same ids, and do; but
-- not for the same records.
{{ config(
    description="Two instances hold the same records, which count twice: remove one of them from "
        ~ "the landing zone and build into a new database (WAREHOUSE_PATH), since this one keeps the "
        ~ "rows of files that are gone.",
) }}

-- depends_on: {{ ref('source_accounting') }}
{%- set counted = {
    'generic': ['conversations', 'orders', 'survey_responses'],
    'intercom': ['conversations'],
    'shopify': ['orders'],
    'zendesk': ['tickets'],
} %}
with

-- Where there is one instance, nothing is compared.
several as (
    select
        source_system,
        object_name,
        sum(record_count) as record_count
    from {{ ref('landed_files') }}
    where record_count > 0
    group by source_system, object_name
    having count(distinct source_instance) > 1
),

records as (
    {%- for source_system, object_name, landed in landing_models()
        if object_name in counted.get(source_system, []) %}
    select distinct
        landed.source_system,
        several.object_name,
        landed.source_instance,
        landed.record_key,
        {{ record_content(source_system, object_name, ['updated_at']) }} as content
    from {{ landed }} as landed
    inner join several
        on
            landed.source_system = several.source_system
            and several.object_name = '{{ object_name }}'
    where
        landed.record_reject_reasons is null
        and not landed.record_is_tombstone
        -- Of many records a sixteenth tells as much.
        and (several.record_count < 100000 or left(md5(landed.record_key), 1) = '0')
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

held as (
    select
        source_system,
        object_name,
        source_instance,
        count(distinct record_key) as record_count
    from records
    group by source_system, object_name, source_instance
),

shared as (
    select
        records.source_system,
        records.object_name,
        records.source_instance,
        others.source_instance as other_instance,
        count(distinct records.record_key) as shared_count
    from records
    inner join records as others
        on
            records.source_system = others.source_system
            and records.object_name = others.object_name
            and records.record_key = others.record_key
            and records.content = others.content
            and records.source_instance < others.source_instance
    group by
        records.source_system,
        records.object_name,
        records.source_instance,
        others.source_instance
)

select
    shared.*,
    shared.source_system || '.' || shared.object_name || ': the instances '
    || shared.source_instance || ' and ' || shared.other_instance
    || ' hold ' || shared.shared_count || ' records that are the same, of '
    || held.record_count || ' and ' || other_held.record_count || ': is it one account?' as message
from shared
inner join held
    on
        shared.source_system = held.source_system
        and shared.object_name = held.object_name
        and shared.source_instance = held.source_instance
inner join held as other_held
    on
        shared.source_system = other_held.source_system
        and shared.object_name = other_held.object_name
        and shared.other_instance = other_held.source_instance
where
    shared.shared_count >= 5
    and shared.shared_count > 0.5 * least(held.record_count, other_held.record_count)
