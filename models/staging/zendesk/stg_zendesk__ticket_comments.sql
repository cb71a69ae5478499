with

comments as (
    {{ current_records(ref('land_zendesk__ticket_comments')) }}
),

final as (
    select
        source_system,
        source_instance,
        id as comment_id,
        ticket_id,
        author_id,
        call_answered_by_id,
        type as comment_type,
        coalesce(plain_body, body, {{ html_text('html_body') }}) as body,
        via_channel,
        via_source_rel,
        coalesce(public, true) as is_public,
        coalesce(call_is_outbound, false) as is_outbound_call,
        {{ visible('call_started_at') }} as call_started_at,
        created_at
    from comments
)

select * from final
