with

users as (
    select * from {{ ref('int_zendesk__users_classified') }}
    where author_role = 'customer'
),

final as (
    select
        {{ surrogate_key(['source_system', 'source_instance', 'user_id']) }}
            as customer_record_key,
        source_system,
        source_instance,
        user_id as customer_id,
        external_id,
        email,
        phone,
        cast(null as string) as country_code,
        cast(null as string) as attributes,
        email is null and phone is null and external_id is null as is_anonymous,
        created_at
    from users
)

select * from final
