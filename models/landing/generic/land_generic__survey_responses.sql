{{ land(source('generic', 'survey_responses')) }}
