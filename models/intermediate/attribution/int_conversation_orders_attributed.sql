with

matched as (
    select * from {{ ref('int_conversation_orders_matched') }}
),

ranked as (
    select
        *,
        row_number() over (
            partition by order_key order by started_at desc, conversation_key desc
        ) as touch_rank,
        count(*) over (partition by order_key) as touch_count,
        cast(cast(net_revenue_amount as decimal(28, 4)) * 10000 as bigint) as revenue_units
    from matched
),

counted as (
    select
        *,
        least(touch_count, {{ var('attribution_max_touches') }}) as sharing_count
    from ranked
),

-- Even shares in whole cents, from integers: engines round fractions differently.
divided as (
    select
        *,
        cast(floor(
            cast(2 * revenue_units + 100 * sharing_count as double) / (200 * sharing_count)
        ) as bigint) as rounded_cents,
        cast(floor(cast(revenue_units as double) / (100 * sharing_count)) as bigint) as whole_cents
    from counted
),

-- A half cent goes up, unless that left the latest conversation less than nothing.
shared as (
    select
        *,
        case
            when 100 * rounded_cents * (sharing_count - 1) <= revenue_units then rounded_cents
            else whole_cents
        end * cast(0.01 as decimal(18, 4)) as share_amount
    from divided
),

credited as (
    select
        *,
        touch_rank = 1 as is_last_touch,
        touch_rank = touch_count as is_first_touch,
        touch_rank <= sharing_count as is_linear_touch
    from shared
),

final as (
    select
        conversation_key,
        order_key,
        customer_key,
        cast(touch_rank as integer) as touch_rank,
        cast(touch_count as integer) as touch_count,
        cast(case when is_last_touch then net_revenue_amount else 0 end as decimal(18, 4))
            as last_touch_amount,
        cast(case when is_first_touch then net_revenue_amount else 0 end as decimal(18, 4))
            as first_touch_amount,
        cast(
            case
                when is_last_touch then net_revenue_amount - share_amount * (sharing_count - 1)
                when is_linear_touch then share_amount
                else 0
            end as decimal(18, 4)
        ) as linear_amount,
        is_last_touch,
        is_first_touch,
        is_linear_touch,
        started_at,
        ordered_at
    from credited
)

select * from final
