-- With what an account's statement opens: all that the one before it could show, nothing of the
-- first, of which :known_before_on and :last_before_on are null.

SELECT coalesce(sum(amount_cents), 0)::bigint
FROM item
WHERE account_id = :account_id AND book_on <= :known_before_on
    AND (cycle_last_on IS NULL OR cycle_last_on <= :last_before_on);
