-- Every file with an outcome and a known sender was answered.

-- count
SELECT count(*) FROM file WHERE outcome IS NOT NULL;

-- breaches
SELECT f.file_id
FROM file f
WHERE f.outcome IS NOT NULL
    AND (f.partner_id IS NOT NULL OR EXISTS (
        SELECT FROM interchange i WHERE i.file_id = f.file_id AND i.partner_id IS NOT NULL
    ))
    AND NOT EXISTS (SELECT FROM outbox o WHERE o.file_id = f.file_id);
