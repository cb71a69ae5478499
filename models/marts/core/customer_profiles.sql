with

attributes as (
    select * from {{ ref('int_profile_attributes_matched') }}
),

final as (
    select
        customer_key,
        attribute,
        value,
        source_system,
        answered_at
    from attributes
)

select * from final
