{#- Connected components: CTEs that turn `edges` (node, neighbour: integers, node <> neighbour) into
    `labels` (node, neighbour), one row per node beside the smallest node of its component; that
    smallest node itself has no row. Each round is a large star (a node's larger neighbours are tied
    to the smallest it knows) and a small star (so are its smaller ones). Ten rounds settle a chain
    of 1,000; a test on the result fails if they were too few. Every CTE reads the one before it
    once: engines that inline CTEs would otherwise do 2^rounds times the work. -#}
{% macro label_rounds(edges, rounds) -%}
sides as (
    select true as is_forward union all select false as is_forward
),
{% for number in range(1, rounds + 1) %}
directed_{{ number }} as (
    select
        case when sides.is_forward then paired.node else paired.neighbour end as node,
        case when sides.is_forward then paired.neighbour else paired.node end as neighbour
    from {{ edges if loop.first else 'small_star_' ~ (number - 1) }} as paired
    cross join sides
),

large_star_{{ number }} as (
    select distinct neighbour as node, least(node, smallest) as neighbour
    from (
        select *, min(neighbour) over (partition by node) as smallest from directed_{{ number }}
    ) as known
    where neighbour > node
),

small_star_{{ number }} as {{ materialized() }} (
    select distinct
        case when sides.is_forward then known.node else known.neighbour end as node,
        known.smallest as neighbour
    from (
        select *, min(neighbour) over (partition by node) as smallest from large_star_{{ number }}
    ) as known
    cross join sides
    where case when sides.is_forward then known.node else known.neighbour end <> known.smallest
),
{% endfor %}
labels as (
    select * from small_star_{{ rounds }}
)
{%- endmacro %}
