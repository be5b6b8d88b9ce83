-- Whom payments credited, a row a part: as they came, or as whom held money was for.

SELECT k.key AS payment_content, k.occurrence AS payment_occurrence, k.part, a.code AS account,
    -i.amount_cents AS amount_cents
FROM unnest(CAST(:contents AS text[]), CAST(:occurrences AS int[])) AS p (key, occurrence)
JOIN payment_key k ON k.kind IN ('content', 'named') AND (k.key, k.occurrence)
    = (p.key, p.occurrence)
JOIN item i ON i.txn_id = k.txn_id AND i.kind = 'PMT'
JOIN account a USING (account_id)
ORDER BY 1, 2, 3;
