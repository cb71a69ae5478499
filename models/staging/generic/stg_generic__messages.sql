with

messages as (
    {{ current_records(ref('land_generic__messages')) }}
),

final as (
    select
        source_system,
        source_instance,
        message_id,
        conversation_id,
        author_id,
        -- A role that is none of ours is nobody's answer.
        case when author_role = 'other' then 'system' else author_role end as author_role,
        nullif(message_kind, 'note') as message_kind,
        body,
        -- A word that is none of ours says nothing, and leaves the judgement to the lexicon.
        nullif(sentiment, 'other') as sentiment,
        source_file,
        source_line,
        -- What its tool calls a note nobody outside could read, whatever else it says of it.
        coalesce(is_public, true) and coalesce(message_kind, '') <> 'note' as is_public,
        sent_at
    from messages
)

select * from final
