{{ land(source('generic', 'survey_funnels')) }}
