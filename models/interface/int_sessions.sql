select * from {{ ref('int_generic__sessions') }}
