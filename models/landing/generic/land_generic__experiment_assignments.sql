{{ land(source('generic', 'experiment_assignments')) }}
