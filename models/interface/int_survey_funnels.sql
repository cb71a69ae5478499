select * from {{ ref('int_generic__survey_funnels') }}
