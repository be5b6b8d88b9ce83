-- The staged payments that were posted, each with its transaction: as payments of their own, or as
-- whom held money is for.

CREATE TEMP TABLE posted_payment ON COMMIT DROP AS
SELECT p.message, p.part, k.txn_id
FROM judged_entry j
JOIN accepted USING (message)
JOIN staged_payment p USING (message)
JOIN payment_key k ON k.kind = CASE WHEN j.identifies THEN 'named' ELSE 'content' END
    AND (k.key, k.occurrence, k.part) = (j.content, j.occurrence, p.part)
WHERE j.verdict = 'new' OR j.identifies;
