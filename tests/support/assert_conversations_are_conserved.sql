-- A conversation that a join lost, or doubled, is in no denominator and nobody misses it. Every
-- exported one is in scope or has its reason, every one in scope is a row of the fact, and the
-- mart counts each row once.
with

steps as (
    select
        (select count(*) from {{ ref('int_conversations') }}) as exported_count,
        (select count(*) from {{ ref('int_conversations_scoped') }}) as scoped_count,
        (
            select count(*) from {{ ref('int_conversations_scoped') }}
            where out_of_scope_reason is null
        ) as in_scope_count,
        (
            select count(*) from {{ ref('int_conversations_scoped') }}
            where out_of_scope_reason is not null
        ) as out_of_scope_count,
        (select count(*) from {{ ref('fct_conversations') }}) as fact_count,
        (
            select coalesce(sum(conversation_count), 0)
            from {{ ref('kpi_deflection_vs_resolution') }}
        ) as mart_count
)

select
    *,
    exported_count || ' conversations are exported, ' || scoped_count || ' scoped, '
    || in_scope_count || ' of them in scope, ' || fact_count || ' in the fact, '
    || mart_count || ' in the mart: find the join that loses or doubles them' as message
from steps
where
    exported_count <> scoped_count
    or exported_count <> in_scope_count + out_of_scope_count
    or in_scope_count <> fact_count
    or fact_count <> mart_count
