with

channels as (
    select * from {{ ref('ref_channels') }}
),

final as (
    select
        cast(channel as varchar) as channel,
        cast(channel_group as varchar) as channel_group,
        cast(is_text as boolean) as is_text
    from channels
)

select * from final
