-- A file counts as posted exactly when one of its messages was accepted or is reviewed.

-- count
SELECT count(*) FROM file WHERE outcome IS NOT NULL;

-- breaches
SELECT f.file_id, f.outcome
FROM file f
WHERE f.outcome IS NOT NULL AND (f.outcome = 'posted') <> EXISTS (
    SELECT FROM message m WHERE m.file_id = f.file_id AND m.status IN ('accepted', 'pending')
);
