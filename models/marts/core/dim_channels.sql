with

channels as (
    select * from {{ ref('ref_channels') }}
),

final as (
    select
        cast(channel as string) as channel,
        cast(channel_group as string) as channel_group,
        cast(is_text as boolean) as is_text
    from channels
)

select * from final
