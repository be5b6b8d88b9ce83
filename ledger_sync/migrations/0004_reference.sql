-- Reference data: what a price, a date or a penalty is decided by, and every version of it.

ALTER TABLE partner DROP CONSTRAINT partner_kind_check,
    ADD CONSTRAINT partner_kind_check CHECK (kind IN ('broker', 'importer', 'bank', 'reference'));

ALTER TABLE tariff_rate
    ADD COLUMN specific_micros bigint NOT NULL DEFAULT 0 CHECK (specific_micros >= 0),
    ADD COLUMN specific_unit text,
    ADD COLUMN combination text NOT NULL DEFAULT 'sum' CHECK (combination IN ('sum', 'greater', 'lesser')),
    ADD CHECK ((specific_micros = 0) = (specific_unit IS NULL));
COMMENT ON COLUMN tariff_rate.specific_micros IS 'Millionths of a dollar a unit: 5 cents a kilogram is 50000.';

ALTER TABLE gst_rate ADD COLUMN gst_code text NOT NULL DEFAULT '', ADD COLUMN source text NOT NULL DEFAULT '';
ALTER TABLE gst_rate DROP CONSTRAINT gst_rate_pkey, ADD PRIMARY KEY (gst_code, effective_from);
COMMENT ON COLUMN gst_rate.gst_code IS 'Empty: the rate of a line that names no code.';

CREATE TABLE excise_rate (
    excise_code     text NOT NULL,
    effective_from  date NOT NULL,
    effective_to    date NOT NULL CHECK (effective_to >= effective_from),
    rate_ppm        bigint NOT NULL CHECK (rate_ppm >= 0),
    specific_micros bigint NOT NULL CHECK (specific_micros >= 0),
    specific_unit   text,
    combination     text NOT NULL CHECK (combination IN ('sum', 'greater', 'lesser')),
    source          text NOT NULL,
    PRIMARY KEY (excise_code, effective_from),
    CHECK ((specific_micros = 0) = (specific_unit IS NULL))
);

CREATE TABLE sima_measure (
    tariff_item     text NOT NULL CHECK (tariff_item ~ '^\d{10}$'),
    origin_country  text NOT NULL,          -- '*' is any country
    measure         text NOT NULL,
    kind            text NOT NULL CHECK (kind IN ('anti_dumping', 'countervailing')),
    effective_from  date NOT NULL,
    effective_to    date NOT NULL CHECK (effective_to >= effective_from),
    rate_ppm        bigint NOT NULL CHECK (rate_ppm >= 0),
    specific_micros bigint NOT NULL CHECK (specific_micros >= 0),
    specific_unit   text,
    source          text NOT NULL,
    PRIMARY KEY (tariff_item, origin_country, measure, kind, effective_from),
    CHECK ((specific_micros = 0) = (specific_unit IS NULL))
);

CREATE TABLE surtax_measure (
    surtax_code    text NOT NULL,
    tariff_item    text NOT NULL CHECK (tariff_item ~ '^\d{10}$'),
    origin_country text NOT NULL,           -- '*' is any country
    effective_from date NOT NULL,
    effective_to   date NOT NULL CHECK (effective_to >= effective_from),
    rate_ppm       bigint NOT NULL CHECK (rate_ppm >= 0),
    rank           int NOT NULL CHECK (rank > 0),
    excludes_lower boolean NOT NULL,
    source         text NOT NULL,
    PRIMARY KEY (surtax_code, tariff_item, origin_country, effective_from)
);
COMMENT ON COLUMN surtax_measure.excludes_lower IS 'Where this order applies, none of a higher rank number does.';

CREATE TABLE relief (
    list           text NOT NULL CHECK (list IN ('tariff_code', 'special_authority', 'licence')),
    code           text NOT NULL,
    charge         text NOT NULL CHECK (charge IN ('duty', 'sima', 'surtax', 'excise', 'gst')),
    effective_from date NOT NULL,
    effective_to   date NOT NULL CHECK (effective_to >= effective_from),
    remitted_ppm   bigint NOT NULL CHECK (remitted_ppm BETWEEN 0 AND 1000000),
    source         text NOT NULL,
    PRIMARY KEY (list, code, charge, effective_from)
);

CREATE TABLE unit_factor (
    from_unit      text NOT NULL,
    to_unit        text NOT NULL CHECK (to_unit <> from_unit),
    effective_from date NOT NULL,
    effective_to   date NOT NULL CHECK (effective_to >= effective_from),
    factor_ppm     bigint NOT NULL CHECK (factor_ppm > 0),
    source         text NOT NULL,
    PRIMARY KEY (from_unit, to_unit, effective_from)
);

CREATE TABLE holiday (
    holiday_on date NOT NULL,
    province   text NOT NULL CHECK (province ~ '^([A-Z]{2})?$'), -- empty: all of Canada
    name_en    text NOT NULL,
    name_fr    text NOT NULL,
    source     text NOT NULL,
    PRIMARY KEY (holiday_on, province)
);

CREATE TABLE due_override (
    program text NOT NULL,
    rule_on date NOT NULL,
    due_on  date NOT NULL,
    source  text NOT NULL,
    PRIMARY KEY (program, rule_on)
);
COMMENT ON TABLE due_override IS 'Due dates that a bulletin moved: the date by rule, the date announced.';

CREATE TABLE prescribed_rate (
    effective_from date NOT NULL PRIMARY KEY,
    effective_to   date NOT NULL CHECK (effective_to >= effective_from),
    rate_ppm       bigint NOT NULL CHECK (rate_ppm >= 0),
    source         text NOT NULL
);
COMMENT ON COLUMN prescribed_rate.rate_ppm IS 'A year (SOR/86-1121 s. 4).';

CREATE TABLE waiver (
    kind           text NOT NULL CHECK (kind IN ('late_accounting_penalty', 'late_payment_penalty', 'late_payment_interest', 'outage')),
    effective_from date NOT NULL,
    effective_to   date NOT NULL CHECK (effective_to >= effective_from),
    source         text NOT NULL,
    PRIMARY KEY (kind, effective_from)
);

-- Every version of every table above, and of those of 0001: the rows it changed, before and after.
CREATE TABLE reference_version (
    reference_version_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    table_name           text NOT NULL,
    number               int NOT NULL CHECK (number > 0),
    origin               text NOT NULL CHECK (origin IN ('seed', 'delivery')),
    message_id           bigint UNIQUE REFERENCES message,   -- the delivery; null for a seed
    file_name            text NOT NULL,
    applied_by           text NOT NULL,
    applied_at           timestamptz NOT NULL DEFAULT now(),
    added                int NOT NULL CHECK (added >= 0),
    changed              int NOT NULL CHECK (changed >= 0),
    ended                int NOT NULL CHECK (ended >= 0),
    removed              int NOT NULL CHECK (removed >= 0),
    row_count            int NOT NULL CHECK (row_count >= 0),
    digest               bytea NOT NULL CHECK (length(digest) = 32),
    UNIQUE (table_name, number),
    CHECK ((origin = 'delivery') = (message_id IS NOT NULL))
);
COMMENT ON COLUMN reference_version.digest IS 'SHA-256 of the whole table as this version left it.';

CREATE TABLE reference_change (
    reference_version_id bigint NOT NULL REFERENCES reference_version,
    ordinal              int NOT NULL,
    change               text NOT NULL CHECK (change IN ('added', 'changed', 'ended', 'removed')),
    before               jsonb CHECK ((before IS NULL) = (change = 'added')),
    after                jsonb CHECK ((after IS NULL) = (change = 'removed')),
    PRIMARY KEY (reference_version_id, ordinal)
);

-- A delivery that was read and found right, and what was decided about it: applied once, or never.
CREATE TABLE reference_delivery (
    message_id bigint NOT NULL PRIMARY KEY REFERENCES message,
    table_name text NOT NULL,
    kind       text NOT NULL CHECK (kind IN ('whole', 'changes')),
    row_count  int NOT NULL CHECK (row_count >= 0)
);
CREATE TABLE reference_decision (
    message_id bigint NOT NULL PRIMARY KEY REFERENCES reference_delivery,
    decision   text NOT NULL CHECK (decision IN ('applied', 'unchanged', 'declined')),
    decided_by text NOT NULL,
    decided_at timestamptz NOT NULL DEFAULT now()
);

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['reference_version', 'reference_change', 'reference_delivery', 'reference_decision'] LOOP
        EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()',
                       name || '_append_only', name);
        EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()',
                       name || '_no_truncate', name);
    END LOOP;
END $$;

-- Rights ----------------------------------------------------------------------------------------

GRANT SELECT ON ALL TABLES IN SCHEMA public TO carmhub_app;
GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO carmhub_app;
GRANT INSERT, UPDATE, DELETE ON excise_rate, sima_measure, surtax_measure, relief, unit_factor, holiday, due_override,
    prescribed_rate, waiver TO carmhub_app;
GRANT INSERT ON reference_version, reference_change, reference_delivery, reference_decision TO carmhub_app;
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'carmhub_read') THEN
        GRANT SELECT ON ALL TABLES IN SCHEMA public TO carmhub_read;
    END IF;
END $$;
