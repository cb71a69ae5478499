select * from {{ ref('int_generic__experiment_assignments') }}
