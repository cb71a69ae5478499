{{ config(severity='warn', meta={
    'owner': 'commerce',
    'reason': 'Each was read by a written rule, which may be wrong for this shop; somebody looks.',
}) }}
-- An export that contradicts itself is read by a rule rather than refused. Whoever knows the shop
-- should see where, how often, and what to do if the rule does not fit.
with

doubts as (
    select
        source_system,
        source_instance,
        doubt,
        count(*) as order_count
    from {{ ref('int_orders_doubted') }}
    group by source_system, source_instance, doubt
)

select
    *,
    'Orders of ' || source_system || ' (' || source_instance || '), '
    || cast(order_count as string) || ' in number (doubt of int_orders_doubted: ' || doubt || '), '
    || case doubt
        when 'discount_less_than_lines'
            then 'have a lower discount than their lines together: the lines'' was taken. If it '
                || 'comes on top of theirs, export the sum'
        when 'discount_gross_after_discounts'
            then 'have gross sales from which their lines'' discounts are taken already: not taken '
                || 'again. Export gross sales before discounts'
        when 'discount_more_than_gross'
            then 'have a discount above their gross sales: it was cut. Export the part on the goods'
        when 'discount_negative'
            then 'have lines that add up to a surcharge: it was left out. Export it as a line'
        when 'exchange_of_an_unknown_order'
            then 'are exchanges of an order that was not exported: no further sale, their money '
                || 'counts. Export the former order, or mend exchange_of_order_id'
        when 'cancelled_but_not_refunded'
            then 'were paid and cancelled, nothing was paid back: sales. Export the refunds'
        when 'partly_refunded_without_amount'
            then 'are partly refunded, without an amount: nothing was taken off. Export the refunds'
        when 'refund_above_the_order'
            then 'were refunded more than their goods cost: cut at that. Export refunds without '
                || 'tax and shipping'
        when 'refund_before_the_order'
            then 'were refunded before they were placed: counted. Check both time zones'
        when 'refund_total_is_not_its_rows'
            then 'have a total of refunds that is not that of their refund rows: the rows'' was '
                || 'taken, unless they give back nothing, or total and status say that all came '
                || 'back. Export the missing refunds, or mend the total'
        when 'refunded_but_not_in_full'
            then 'are called refunded, and their amounts say that a part came back: the amounts '
                || 'were taken. Export the missing refunds, or call it partially_refunded'
        when 'out_of_scope_unknown_refund'
            then 'were refunded in a currency of which the export does not say what it is worth: '
                || 'out of scope. Export total_price_set, or the refunded lines'
        when 'out_of_scope_unknown_amount'
            then 'were exported without their lines, so nobody knows what was bought: out of '
                || 'scope. Export line_items'
        when 'out_of_scope_negative_amount'
            then 'cost less than nothing: out of scope. Export returns as refunds of the order '
                || 'they return'
        else doubt
    end as message
from doubts
