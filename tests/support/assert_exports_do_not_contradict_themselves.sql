{{ config(severity='warn', meta={
    'owner': 'support operations',
    'reason': 'What an export says twice and differently is decided and listed; it need not stop a build.',
}) }}
-- What an export says twice, and differently. Each row of the listing says which side is believed.
with

contradictions as (
    select * from {{ ref('conversation_contradictions') }}
),

counted as (
    select
        source_system,
        source_instance,
        contradiction,
        count(*) as conversation_count
    from contradictions
    group by source_system, source_instance, contradiction
)

select
    *,
    source_system || '@' || source_instance || ': ' || cast(conversation_count as string)
    || ' conversations (' || contradiction || ' in conversation_contradictions): '
    || case contradiction
        when 'fewer_messages'
            then 'the system counts more messages than were exported, so they are not judged; '
                || 'export their messages'
        when 'merged_elsewhere'
            then 'merged, but nothing exported says into which, so they are not judged; '
                || 'export the conversations they were merged into'
        when 'messages_elsewhere'
            then 'chats of which only the beginning was exported, so they are not judged; '
                || 'export their messages in the open format (generic/messages)'
        when 'more_messages'
            then 'agents wrote more than the system counts as their replies, so they are not '
                || 'judged; look in ref_bots and in the export of users who is no agent'
        when 'unknown_author'
            then 'somebody wrote who is in no export of users, so they are not judged; '
                || 'export all users'
        when 'author_is_a_role'
            then 'author_id names a role or a visit and no person, so the conversation''s own '
                || 'customer counts; export who wrote, or leave author_id empty'
        when 'agent_is_a_customer_today'
            then 'agents wrote who are customers by their record of today, and count as '
                || 'agents; nothing to do if they left the team'
        when 'author_is_not_the_customer'
            then 'another person wrote first than the system names, and who wrote counts; '
                || 'look at marts.conversation_contradictions if they are many'
        else 'the system counts more reopenings than were exported; export the status history '
            || '(ticket_audits, conversation_events)'
    end as message
from counted
