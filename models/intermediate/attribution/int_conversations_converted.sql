with

conversations as (
    select * from {{ ref('int_conversations_scoped') }}
    where is_in_scope
),

attributed as (
    select * from {{ ref('int_conversation_orders_attributed') }}
),

baskets as (
    select * from {{ ref('int_baskets_referenced') }}
),

comparisons as (
    select * from {{ ref('int_credited_orders_compared') }}
),

observed_until as (
    select * from {{ ref('int_observed_until') }}
),

instances as (
    select * from {{ ref('int_instances_observed') }}
    where record_kind = 'messages'
),

converted as (
    select
        conversation_key,
        count(*) as converted_order_count,
        sum({{ var('attribution_model') }}_amount) as attributed_net_revenue_amount
    from attributed
    group by conversation_key
),

compared as (
    select
        conversation_key,
        bool_or(has_new_category) as is_cross_sell,
        bool_or(has_new_category is null) as has_unknown_category,
        bool_or(is_larger) as is_upsell
    from comparisons
    group by conversation_key
),

-- `is_elapsed`: no order can follow any more. It cannot be said of a person who could not be
-- recognised in an order, nor where no orders are exported, nor while the conversation's own tool
-- is not seen so far: the customer may have written again.
matured as (
    select
        conversations.conversation_key,
        converted.converted_order_count,
        converted.attributed_net_revenue_amount,
        baskets.basket_amount is not null as has_basket_amount,
        coalesce(baskets.has_known_categories, false) as has_basket_categories,
        coalesce(compared.has_unknown_category, false) as has_unknown_category,
        coalesce(compared.is_cross_sell, false) as is_cross_sell,
        coalesce(compared.is_upsell, false) as is_upsell,
        converted.conversation_key is not null as is_converted,
        conversations.is_identifiable
        and coalesce(
            least(observed_until.orders_observed_until, instances.observed_until)
            >= {{ add_days(
                'conversations.last_public_message_at', var('attribution_window_days')
            ) }}
            and observed_until.orders_observed_until is not null,
            false
        ) as is_elapsed
    from conversations
    left join converted on conversations.conversation_key = converted.conversation_key
    left join baskets on conversations.conversation_key = baskets.conversation_key
    left join compared on conversations.conversation_key = compared.conversation_key
    left join observed_until on true
    left join instances
        on
            conversations.source_system = instances.source_system
            and conversations.source_instance = instances.source_instance
),

-- A yes waits as long as a no: known before, it would make every current day look good. Money is
-- there at once, where it stands in the shop.
final as (
    select
        conversation_key,
        cast(
            case
                when is_converted then attributed_net_revenue_amount
                when is_elapsed then 0
            end as decimal(18, 4)
        ) as attributed_net_revenue_amount,
        cast(
            case
                when is_converted then converted_order_count
                when is_elapsed then 0
            end as integer
        ) as converted_order_count,
        case when is_elapsed then is_converted end as is_converted,
        case
            when not is_elapsed or not has_basket_categories then cast(null as boolean)
            when is_cross_sell then true
            when not has_unknown_category then false
        end as is_cross_sell,
        case when is_elapsed and has_basket_amount then is_upsell end as is_upsell
    from matured
)

select * from final
