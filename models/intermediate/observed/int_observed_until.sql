with

instances as (
    select * from {{ ref('int_instances_observed') }}
    where not is_retired
),

plausible as (
    select * from {{ ref('int_plausible_until') }}
),

conversations as (
    select * from {{ ref('int_conversations') }}
),

channels as (
    select * from {{ ref('ref_channels') }}
),

horizons as (
    select
        min(case when record_kind = 'messages' then observed_until end)
            as conversations_observed_until,
        min(case when record_kind = 'orders' then observed_until end) as orders_observed_until
    from instances
),

-- Who wrote into one tool may come back in another: what a person meets as one is an account of a
-- system, and in it a family of channels. Tools that are retired count, too.
tools as (
    select distinct
        conversations.source_system,
        conversations.source_instance,
        coalesce(channels.channel_group, 'other') as channel_group
    from conversations
    left join channels
        on conversations.channel = channels.channel
),

tool_counts as (
    select cast(count(*) as integer) as conversation_tool_count
    from tools
),

final as (
    select
        horizons.conversations_observed_until,
        horizons.orders_observed_until,
        plausible.plausible_until,
        tool_counts.conversation_tool_count
    from horizons
    cross join plausible
    cross join tool_counts
)

select * from final
