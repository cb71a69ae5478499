-- Exported, and not in use. An event or a rating that its tool took back did not happen; a message
-- that is gone was read.
with

parts as (
    {{ lost_records(
        ref('land_intercom__conversation_parts'), 'messages',
        {'conversation_id': 'conversation_id'},
        among="part_type <> 'note'"
    ) }}
),

conversations as (
    {{ lost_records(
        ref('land_intercom__conversations'), 'conversations',
        {
            'conversation_id': 'id',
            'customer_id': list_first('contacts', 'id'),
        }
    ) }}
),

unioned as (
    select * from parts
    union all
    select * from conversations
),

final as (
    select * from unioned
    where conversation_id is not null and (record_kind = 'messages' or not is_deleted)
)

select * from final
