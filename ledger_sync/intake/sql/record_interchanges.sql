-- Records the staged interchanges; one is accepted where a message of it is, or waits for a person.

INSERT INTO interchange (file_id, ordinal, format, partner_id, sender, reference, prepared_at,
    status, byte_from, byte_to)
SELECT f.file_id, i.interchange & 4294967295, i.format, i.partner_id, i.sender, i.reference,
    i.prepared_at, CASE WHEN i.status = 'received' AND EXISTS (
        SELECT FROM staged_message m
        WHERE m.interchange = i.interchange AND m.status IN ('accepted', 'pending')
    ) THEN 'accepted' ELSE i.status END, i.byte_from, i.byte_to
FROM staged_interchange i JOIN staged_file f ON f.file = i.interchange >> 32
ORDER BY i.interchange;
