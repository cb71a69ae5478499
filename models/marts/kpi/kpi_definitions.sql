-- What every metric means, from where the semantic layer says it (models/semantic), with the
-- targets and benchmarks of `ref_kpi_targets`.
-- A sentence is as long as it is:
-- noqa: disable=LT05
-- Built whenever what it speaks of is:
{%- for model_name in counted_models() %}
-- depends_on: {{ ref(model_name) }}
{%- endfor %}
with

targets as (
    select * from {{ ref('ref_kpi_targets') }}
),

metrics as (
    {%- for metric in (graph.get('metrics', {}).values() if execute else []) | sort(attribute='name')
        if metric.config.meta.kind %}
    {%- set meta = metric.config.meta %}
    select
        '{{ metric.name }}' as metric,
        '{{ sql_text(metric.label) }}' as label,
        '{{ sql_text(metric.description | trim) }}' as description,
        '{{ meta.kind }}' as kind,
        '{{ sql_text(meta.numerator) }}' as numerator,
        {% if meta.denominator %}'{{ sql_text(meta.denominator) }}'{% else %}cast(null as string){% endif %} as denominator,
        '{{ sql_text(meta.grain) }}' as grain,
        {% set settings = [] -%}
        {%- for name in meta.vars -%} {%- do settings.append(name ~ ' = ' ~ var(name)) -%} {%- endfor -%}
        '{{ sql_text(settings | join(", ")) }}' as settings,
        '{{ meta.owner }}' as owner,
        '{{ meta.counted_in }}' as source_model,
        '{{ sql_text(meta.decision | trim) }}' as decision,
        {{ meta.version }} as version
    union all
    {%- endfor %}
    select
        {% for name in ['metric', 'label', 'description', 'kind', 'numerator', 'denominator', 'grain',
            'settings', 'owner', 'source_model', 'decision'] -%}
        cast(null as string) as {{ name }},
        {% endfor -%}
        cast(null as integer) as version
    where false
),

final as (
    select
        metrics.metric,
        metrics.label,
        metrics.description,
        metrics.kind,
        metrics.numerator,
        metrics.denominator,
        metrics.grain,
        metrics.settings,
        metrics.owner,
        metrics.source_model,
        metrics.decision,
        targets.target_source,
        targets.benchmark_source,
        cast(targets.direction as string) as direction,
        cast(metrics.version as integer) as version,
        cast(targets.target_value as decimal(18, 6)) as target_value,
        cast(targets.benchmark_low as decimal(18, 6)) as benchmark_low,
        cast(targets.benchmark_high as decimal(18, 6)) as benchmark_high,
        metrics.kind in ('count', 'share', 'ratio', 'score') as is_additive
    from metrics
    left join targets on metrics.metric = targets.metric
)

select * from final
