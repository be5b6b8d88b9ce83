-- A document is known by its columns: what it tells of, to whom, and in which form.

ALTER TABLE outbox DISABLE TRIGGER outbox_append_only;
ALTER TABLE outbox
    ADD COLUMN form                text CHECK (form ~ '^[a-z0-9]+$'),
    ADD COLUMN statement_id        bigint REFERENCES statement,
    ADD COLUMN notice_on           date,
    ADD COLUMN interchange_ordinal int,
    ADD COLUMN act_id              bigint REFERENCES act,
    ADD COLUMN repeats_outbox_id   bigint REFERENCES outbox,
    ADD FOREIGN KEY (file_id, interchange_ordinal) REFERENCES interchange (file_id, ordinal);
COMMENT ON COLUMN outbox.notice_on IS 'Of a daily notice: the business date that it tells of.';
COMMENT ON COLUMN outbox.interchange_ordinal IS 'Of an answer: the interchange of the file; null where it is to the file as such.';
COMMENT ON COLUMN outbox.act_id IS 'Of an answer: the act of a person that changed what the file was told first.';
COMMENT ON COLUMN outbox.repeats_outbox_id IS 'Of an answer to bytes that came again: the first answer, whose bytes it bears.';

-- What the texts said, read once. A text that says nothing of this leaves a row that the constraints below refuse.
UPDATE outbox o SET
    kind = split_part(o.kind, '-', 1),
    form = told.part[4],
    notice_on = substring(told.part[3] FROM '^\d{9}RM\d{4}_(\d{4}-\d{2}-\d{2})$')::date,
    statement_id = (SELECT s.statement_id FROM statement s WHERE s.account_id = o.account_id
                    AND told.part[3] LIKE concat('%\_', s.issued_on, '\_v', s.version))
FROM (SELECT outbox_id, string_to_array(document_key, ':') AS part FROM outbox) AS told
WHERE told.outbox_id = o.outbox_id AND told.part[1] = 'document';
UPDATE outbox o SET
    form = substring(o.name FROM '\.([a-z0-9]+)$'),
    interchange_ordinal = substring(told.part[3] FROM '^\d+$')::int,
    act_id = CASE told.part[5] WHEN 'act' THEN told.part[6]::bigint END,
    repeats_outbox_id = CASE told.part[3] WHEN 'again' THEN told.part[4]::bigint END
FROM (SELECT outbox_id, string_to_array(document_key, ':') AS part FROM outbox) AS told
WHERE told.outbox_id = o.outbox_id AND told.part[1] = 'answer';

ALTER TABLE outbox
    DROP COLUMN document_key,
    ALTER COLUMN form SET NOT NULL,
    ADD CONSTRAINT outbox_tells_of_one CHECK (CASE
        WHEN statement_id IS NOT NULL THEN account_id IS NOT NULL
            AND num_nonnulls(notice_on, file_id, interchange_ordinal, act_id, repeats_outbox_id) = 0
        WHEN notice_on IS NOT NULL THEN account_id IS NOT NULL
            AND num_nonnulls(file_id, interchange_ordinal, act_id, repeats_outbox_id) = 0
        WHEN act_id IS NOT NULL THEN file_id IS NOT NULL AND interchange_ordinal IS NOT NULL
            AND num_nonnulls(account_id, repeats_outbox_id) = 0
        WHEN repeats_outbox_id IS NOT NULL THEN file_id IS NOT NULL AND num_nonnulls(account_id, interchange_ordinal) = 0
        ELSE file_id IS NOT NULL AND account_id IS NULL END);
ALTER TABLE outbox ENABLE TRIGGER outbox_append_only;
COMMENT ON CONSTRAINT outbox_tells_of_one ON outbox IS
    'A statement; a notice; an answer to a file, to an act about it, or to its bytes come again.';

-- What was made twice is queued once.
CREATE UNIQUE INDEX outbox_statement_once ON outbox (statement_id, kind, form) WHERE statement_id IS NOT NULL;
CREATE UNIQUE INDEX outbox_notice_once ON outbox (notice_on, account_id, kind, form) WHERE notice_on IS NOT NULL;
CREATE UNIQUE INDEX outbox_act_once ON outbox (act_id, file_id, interchange_ordinal, kind, form) WHERE act_id IS NOT NULL;
CREATE UNIQUE INDEX outbox_repeated_once ON outbox (repeats_outbox_id, file_id) WHERE repeats_outbox_id IS NOT NULL;
CREATE UNIQUE INDEX outbox_answer_once ON outbox (file_id, interchange_ordinal, kind, form) NULLS NOT DISTINCT
    WHERE file_id IS NOT NULL AND act_id IS NULL AND repeats_outbox_id IS NULL;

GRANT INSERT (form, statement_id, notice_on, interchange_ordinal, act_id, repeats_outbox_id) ON outbox TO carmhub_app;
