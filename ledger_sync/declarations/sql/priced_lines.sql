-- The lines of the next declarations of a range of book dates, whole, with the terms of their
-- bases; those priced before bases were kept are left out.

SELECT c.cad_id, l.line_number, l.value_for_currency_conversion_cents, l.quantity_thousandths,
    l.content_cents, l.value_for_duty_cents, l.duty_cents, l.sima_cents, l.surtax_cents,
    l.excise_cents, l.gst_cents,
    b.terms, x.terms AS exchange_terms
FROM (
    SELECT cad_id
    FROM (
        SELECT cad_id, sum(line_count) OVER (ORDER BY cad_id) - line_count AS lines_before
        FROM (
            SELECT cad_id, line_count
            FROM cad JOIN batch USING (batch_id)
            WHERE cad_id > :after AND line_count > 0
                AND (CAST(:first_on AS date) IS NULL OR book_on >= :first_on)
                AND (CAST(:last_on AS date) IS NULL OR book_on <= :last_on)
                AND EXISTS (
                    SELECT FROM cad_line e WHERE e.cad_id = cad.cad_id AND e.basis_id IS NOT NULL
                )
            ORDER BY cad_id LIMIT :page
        ) next
    ) counted
    WHERE lines_before < :lines
) c
JOIN cad_line l USING (cad_id)
JOIN basis b USING (basis_id)
JOIN basis x ON x.basis_id = l.exchange_basis_id
ORDER BY c.cad_id, l.line_number;
