-- What was agreed with a partner: message types, acknowledgements, amounts in answers, numbering.

ALTER TABLE partner
    ADD COLUMN messages text NOT NULL DEFAULT 'CUSDEC:D:13B CAD camt.054',
    ADD COLUMN acknowledgement text NOT NULL DEFAULT 'always' CHECK (acknowledgement IN ('always', 'on_error', 'none')),
    ADD COLUMN amounts text NOT NULL DEFAULT 'line' CHECK (amounts IN ('line', 'declaration', 'none')),
    ADD COLUMN numbered boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN partner.messages IS 'The agreed message types, as type:version:release, separated by blanks.';
COMMENT ON COLUMN partner.acknowledgement IS
    'CONTRL: always; on_error, when something was refused; none, when the interchange was refused whole.';
COMMENT ON COLUMN partner.numbered IS 'Whether interchange references count up by one, so that a gap is an alert.';

CREATE INDEX interchange_newest ON interchange (partner_id, format, interchange_id);

-- A temporary table never stands in for one of the book: it is looked for last, in every function.
DO $$
DECLARE
    function regprocedure;
BEGIN
    FOR function IN SELECT p.oid FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace LOOP
        EXECUTE format('ALTER FUNCTION %s SET search_path = pg_catalog, public, pg_temp', function);
    END LOOP;
END $$;
