{#- Every landing model as (source_system, object_name, relation): what the quality models unite.
    dbt cannot find models while parsing, so the list is written here; a test holds it complete. -#}
{% macro landing_models() -%}
    {%- set objects = {
        'generic': [
            'agents', 'checkouts', 'conversation_events', 'conversations', 'customers',
            'experiment_assignments', 'messages', 'notifications', 'order_lines', 'orders',
            'refunds', 'sessions', 'subscription_events', 'subscriptions', 'survey_funnels',
            'survey_responses',
        ],
        'intercom': ['admins', 'contacts', 'conversation_parts', 'conversations'],
        'shopify': ['checkouts', 'customers', 'orders', 'products'],
        'zendesk': [
            'satisfaction_ratings', 'ticket_audits', 'ticket_comments', 'ticket_metric_events',
            'ticket_metrics', 'tickets', 'users',
        ],
    } -%}
    {%- set models = [] -%}
    {%- for source_system, names in objects.items() -%}
        {%- for name in names -%}
            {%- do models.append((source_system, name, ref('land_' ~ source_system ~ '__' ~ name))) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(models) }}
{%- endmacro %}
