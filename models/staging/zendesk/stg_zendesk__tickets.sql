with

tickets as (
    {{ current_records(ref('land_zendesk__tickets')) }}
),

final as (
    select
        source_system,
        source_instance,
        id as ticket_id,
        requester_id,
        submitter_id,
        case
            when via_channel in ('email', 'mail') then 'email'
            when via_channel in ('web', 'web_form', 'help_center', 'web_widget') then 'web_form'
            when via_channel in ('chat', 'answer_bot_for_web_widget') then 'chat'
            when via_channel in ('mobile', 'mobile_sdk', 'answer_bot_for_sdk') then 'in_app'
            when
                via_channel in ('native_messaging', 'messaging', 'sunshine_conversations_api')
                or via_channel like 'whatsapp%'
                then 'messaging'
            when via_channel in ('sms', 'text') then 'sms'
            when
                via_channel like 'facebook%'
                or via_channel like 'instagram%'
                or via_channel like 'twitter%'
                or via_channel like 'x_corp%'
                then 'social'
            when via_channel in ('voice', 'phone', 'voicemail') then 'voice'
            else 'other'
        end as channel,
        via_source_rel,
        via_from_address,
        subject,
        case
            when status in ('new', 'open') then 'open'
            when status in ('pending', 'hold') then 'pending'
            when status in ('solved', 'closed') then status
        end as status,
        {{ json_array_text('tags') }} as tags,
        created_at
    from tickets
)

select * from final
