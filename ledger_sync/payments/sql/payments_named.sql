-- The payments that bear a reference, or the one of a transaction: those as they came, and parts of
-- them that were identified, but for what was taken back.

\set name '''txn:1'''

SELECT t.txn_id
FROM txn t
WHERE t.kind IN ('PMT', 'IDN')
    AND CASE WHEN :name ~ '^txn:[0-9]{1,18}$' THEN t.txn_id = substr(:name, 5)::bigint
        ELSE t.document_reference = :name END
    AND NOT EXISTS (SELECT FROM txn r WHERE r.reverses_txn_id = t.txn_id)
ORDER BY t.txn_id;
