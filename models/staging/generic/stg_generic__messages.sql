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
        message_kind,
        body,
        -- A word that is none of ours says nothing, and leaves the judgement to the lexicon.
        nullif(sentiment, 'other') as sentiment,
        source_file,
        source_line,
        coalesce(is_public, true) as is_public,
        sent_at
    from messages
)

select * from final
