-- Messages of the same moment stand in the order of the export. Some tools export the newest first:
-- that is read from the file. A file in no order tells nothing; there, who asks comes first.
with

messages as (
    select * from {{ ref('stg_generic__messages') }}
),

stepped as (
    select
        source_instance,
        source_file,
        sent_at,
        lag(sent_at) over (
            partition by source_instance, conversation_id, source_file order by source_line
        ) as previous_sent_at
    from messages
),

counted as (
    select
        source_instance,
        source_file,
        count(case when sent_at > previous_sent_at then 1 end) as forward_count,
        count(case when sent_at < previous_sent_at then 1 end) as backward_count
    from stepped
    group by source_instance, source_file
),

-- One step in ten the wrong way is disorder.
files as (
    select
        source_instance,
        source_file,
        least(forward_count, backward_count) > 0.1 * (forward_count + backward_count)
            as is_unordered,
        case when backward_count > forward_count then -1 else 1 end as direction,
        row_number() over (partition by source_instance order by source_file) as file_number
    from counted
),

final as (
    select
        messages.source_instance,
        messages.message_id,
        cast(
            row_number() over (
                partition by messages.source_instance, messages.conversation_id
                order by
                    messages.sent_at,
                    case
                        when files.is_unordered and messages.author_role <> 'customer' then 1
                        else 0
                    end,
                    files.direction * files.file_number,
                    files.direction * messages.source_line,
                    messages.message_id
            ) as integer
        ) as message_sequence
    from messages
    inner join files
        on
            messages.source_instance = files.source_instance
            and messages.source_file = files.source_file
)

select * from final
