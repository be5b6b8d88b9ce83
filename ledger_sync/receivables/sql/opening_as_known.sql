-- With what a cycle of an account opens, of what is known on a book date: all that belongs to the
-- cycles before it.

SELECT coalesce(sum(amount_cents), 0)::bigint
FROM item
WHERE account_id = :account_id AND book_on <= :known_on
    AND CASE WHEN cycle_last_on IS NULL THEN effective_on < :statement_before_on
        ELSE cycle_last_on <= :last_before_on END;
