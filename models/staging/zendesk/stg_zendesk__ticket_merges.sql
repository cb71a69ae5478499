-- A merge is told by what the vendor keeps of it, not by words: these are in the account's
-- language, and may be rewritten by whoever merges.
with

comments as (
    {{ current_records(ref('land_zendesk__ticket_comments')) }}
),

audits as (
    {{ current_records(ref('land_zendesk__ticket_audits')) }}
),

written as (
    select
        source_system,
        source_instance,
        ticket_id,
        via_from_ticket_id,
        via_from_ticket_ids,
        created_at
    from comments
    where via_source_rel = 'merge' or via_channel in ('merge', '19')

    union all

    select
        source_system,
        source_instance,
        ticket_id,
        via_from_ticket_id,
        via_from_ticket_ids,
        created_at
    from audits
    where via_source_rel = 'merge' or via_channel in ('merge', '19')
),

listed as (
    select
        *,
        coalesce(via_from_ticket_id, {{ json_array_text('via_from_ticket_ids') }}) as ticket_ids
    from written
),

named as (
    select
        source_system,
        source_instance,
        ticket_id,
        created_at,
        {{ exploded(split_items('ticket_ids'), 'other_ticket_id') }}
    from listed
),

final as (
    select
        source_system,
        source_instance,
        ticket_id,
        other_ticket_id,
        min(created_at) as merged_at
    from named
    where ticket_id <> other_ticket_id
    group by source_system, source_instance, ticket_id, other_ticket_id
)

select * from final
