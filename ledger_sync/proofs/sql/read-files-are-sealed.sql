-- Every file that was read belongs to a sealed batch.

-- count
SELECT count(*) FROM file WHERE outcome IN ('posted', 'rejected');

-- breaches
SELECT f.file_id
FROM file f
LEFT JOIN batch b USING (batch_id)
WHERE f.outcome IN ('posted', 'rejected') AND b.digest IS NULL;
