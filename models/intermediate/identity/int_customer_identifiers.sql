with

identifiers as (
    select * from {{ ref('int_customer_identifiers_normalised') }}
),

records as (
    select * from {{ ref('int_customer_records') }}
),

blocked as (
    select * from {{ ref('int_identifiers_blocked') }}
),

-- An account that carries more foreign e-mails or phones than one person has (the till's
-- customer, a sender of gifts) passes none of them on.
flagged as (
    select
        identifiers.*,
        blocked.identifier_value is not null as is_blocked,
        not identifiers.is_own and sum(case when identifiers.is_own then 0 else 1 end) over (
            partition by identifiers.customer_record_key, identifiers.identifier_type
        ) > {{ var('identity_max_share') }} as is_crowded
    from identifiers
    left join blocked
        on identifiers.identifier_type = blocked.identifier_type
            and identifiers.identifier_value = blocked.identifier_value
),

usable as (
    select *
    from flagged
    where not is_blocked and not is_crowded and identifier_type in ('email', 'phone')
),

-- E-mails per phone and phones per e-mail that stand on one record. Identifiers are counted, not
-- records: fifty orders of one buyer are one. An identifier is judged by customer records first;
-- on orders and tickets it is also judged by what stands there.
connected as (
    select
        usable.identifier_type,
        usable.identifier_value,
        count(distinct case
            when usable.is_own and others.is_own then others.identifier_value
        end) as own_share_count,
        count(distinct others.identifier_value) as share_count
    from usable
    inner join usable as others
        on usable.customer_record_key = others.customer_record_key
            and usable.identifier_type <> others.identifier_type
    group by usable.identifier_type, usable.identifier_value
),

-- A person has a few accounts by mistake and not a dozen: a mailbox of a company, a number of its
-- switchboard, a constant in the place of an id.
accounts_counted as (
    select
        flagged.identifier_type,
        flagged.identifier_value,
        records.source_system,
        records.source_instance,
        count(distinct flagged.customer_record_key) as account_count
    from flagged
    inner join records on flagged.customer_record_key = records.customer_record_key
    where flagged.is_own
    group by
        flagged.identifier_type,
        flagged.identifier_value,
        records.source_system,
        records.source_instance
),

crowds as (
    select distinct
        identifier_type,
        identifier_value
    from accounts_counted
    where account_count > {{ var('identity_max_share') }}
),

judged as (
    select
        flagged.customer_record_key,
        flagged.identifier_type,
        flagged.identifier_value,
        case
            when flagged.is_blocked then 'blocked'
            when flagged.is_crowded then 'crowded_record'
            when crowds.identifier_value is not null then 'shared_by_accounts'
            when connected.own_share_count > {{ var('identity_max_share') }} then 'shared'
            when
                not flagged.is_own and connected.share_count > {{ var('identity_max_share') }}
                then 'shared_on_orders_or_tickets'
        end as not_joining_reason,
        flagged.is_own
    from flagged
    left join connected
        on flagged.identifier_type = connected.identifier_type
            and flagged.identifier_value = connected.identifier_value
    left join crowds
        on flagged.identifier_type = crowds.identifier_type
            and flagged.identifier_value = crowds.identifier_value
),

final as (
    select
        customer_record_key,
        identifier_type,
        identifier_value,
        not_joining_reason,
        is_own,
        not_joining_reason is null as is_joining
    from judged
)

select * from final
