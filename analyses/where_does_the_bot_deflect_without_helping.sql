-- Where does our bot send people away without an answer, and what goes wrong there? By channel and
-- topic, worst first. Only conversations that can be judged: `not_judged` says how many cannot yet.
with

daily as (
    select * from {{ ref('kpi_deflection_vs_resolution') }}
),

final as (
    select
        channel,
        topic,
        sum(deflected_count) as deflected,
        sum(false_deflection_count) as false_deflections,
        {{ ratio('sum(false_deflection_count)', 'sum(deflected_count)') }} as false_deflection_rate,
        sum(false_deflection_handoff_unanswered_count) as asked_for_a_person_in_vain,
        sum(false_deflection_no_answer_count) as never_answered,
        sum(false_deflection_left_waiting_count) as left_waiting,
        sum(false_deflection_negative_feedback_count) as rated_badly,
        sum(false_deflection_recontacted_count) as came_back,
        sum(immature_count) + sum(unobservable_count) as not_judged
    from daily
    group by channel, topic
    having sum(deflected_count) > 0
)

select * from final
order by false_deflections desc, channel asc, topic asc
