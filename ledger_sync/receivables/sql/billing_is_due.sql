-- Whether some account with something to bill has no statement of the cycle or a later one: none
-- has after a run that billed it, since that bills all of it.

SELECT NOT EXISTS (
    SELECT FROM batch WHERE kind = 'billing' AND book_on = :statement_on
) AND (EXISTS (
    SELECT
    FROM item i LEFT JOIN statement_line l USING (item_id)
    WHERE l.item_id IS NULL AND i.book_on <= :known_on
        AND (i.cycle_last_on IS NULL OR i.cycle_last_on <= :last_on)
        AND NOT EXISTS (
            SELECT FROM statement s
            WHERE s.account_id = i.account_id AND s.cycle_last_on >= :last_on
        )
) OR EXISTS (
    SELECT
    FROM (
        SELECT DISTINCT ON (account_id) cycle_last_on, closing_cents
        FROM statement
        ORDER BY account_id, cycle_last_on DESC
    ) AS newest
    WHERE cycle_last_on < :last_on AND closing_cents <> 0
));
