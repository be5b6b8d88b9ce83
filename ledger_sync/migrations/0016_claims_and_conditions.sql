-- What a line claims of its goods stands beside it, and the conditions of a trade measure are columns of its row.

ALTER TABLE cad_line
    ADD COLUMN surtax_flag text,
    ADD COLUMN melt_country text,
    ADD COLUMN import_permit text,
    ADD COLUMN exporter text,
    ADD COLUMN content_cents bigint CHECK (content_cents >= 0);
COMMENT ON COLUMN cad_line.surtax_flag IS 'S: subject to a surtax order; N: to none, whatever orders name the item and its origin.';
COMMENT ON COLUMN cad_line.melt_country IS 'Where its steel was melted and poured, or its aluminum smelted and cast.';
COMMENT ON COLUMN cad_line.content_cents IS 'What its value has of Canadian and Mexican content, in Canadian dollars.';

-- Conditions of measures ---------------------------------------------------------------------------------------------------

ALTER TABLE surtax_measure
    ADD COLUMN treatment text NOT NULL DEFAULT '*',
    ADD COLUMN melt_country text NOT NULL DEFAULT '*',
    ADD COLUMN base text NOT NULL DEFAULT '' CHECK (base IN ('', 'value_less_content')),
    ADD COLUMN content_least_ppm bigint NOT NULL DEFAULT 0 CHECK (content_least_ppm BETWEEN 0 AND 1000000),
    ADD COLUMN in_transit_on date,
    ADD COLUMN stays_subject text NOT NULL DEFAULT '*',
    ADD COLUMN permit_exempts boolean NOT NULL DEFAULT false,
    ADD COLUMN filed_from date NOT NULL DEFAULT '1998-01-01',
    DROP CONSTRAINT surtax_measure_pkey,
    ADD PRIMARY KEY (surtax_code, tariff_item, origin_country, treatment, melt_country, effective_from);
COMMENT ON COLUMN surtax_measure.treatment IS 'The treatment whose claim it is for, * any: who is entitled to it may owe less.';
COMMENT ON COLUMN surtax_measure.melt_country IS 'The declared country of melt and pour, or smelt and cast, that it is for; * any.';
COMMENT ON COLUMN surtax_measure.base IS 'What it is a share of; empty: what surtaxes are of.';
COMMENT ON COLUMN surtax_measure.content_least_ppm IS 'The share of the value that is left out where a line claims no more content.';
COMMENT ON COLUMN surtax_measure.in_transit_on IS 'Goods whose direct shipment began on this day or before are outside.';
COMMENT ON COLUMN surtax_measure.stays_subject IS 'The numbers of chapter 99 whose goods stay subject, apart by spaces; * all of them.';
COMMENT ON COLUMN surtax_measure.permit_exempts IS 'Goods under an import permit are outside.';
COMMENT ON COLUMN surtax_measure.filed_from IS 'A declaration received from this day on must say whether its goods are subject.';

ALTER TABLE sima_measure
    ADD COLUMN exporter text NOT NULL DEFAULT '*',
    ADD COLUMN combination text NOT NULL DEFAULT 'sum' CHECK (combination IN ('sum', 'shortfall')),
    DROP CONSTRAINT sima_measure_pkey,
    ADD PRIMARY KEY (tariff_item, origin_country, measure, kind, exporter, effective_from);
COMMENT ON COLUMN sima_measure.exporter IS 'The exporter that it is for; * all others.';
COMMENT ON COLUMN sima_measure.combination IS 'shortfall: the amount a unit is a normal value, and the duty what the price lacks of it.';

-- Columns that a table has since it was versioned add to a digest only where a row uses them: what older versions recorded,
-- of the same rows, stays true.
CREATE FUNCTION reference_added(of_table text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE of_table
        WHEN 'sima_measure' THEN
            'CASE WHEN ROW(exporter, combination) = ROW(''*'', ''sum'') THEN '''' ELSE ROW(exporter, combination)::text END'
        WHEN 'surtax_measure' THEN
            'CASE WHEN ROW(treatment, melt_country, base, content_least_ppm, stays_subject, permit_exempts, filed_from)'
            ' = ROW(''*'', ''*'', '''', 0, ''*'', false, date ''1998-01-01'') AND in_transit_on IS NULL THEN '''''
            ' ELSE ROW(treatment, melt_country, base, content_least_ppm, in_transit_on, stays_subject, permit_exempts,'
            ' filed_from)::text END'
        ELSE '''''' END
$$;
COMMENT ON FUNCTION reference_added IS 'What the columns that a reference table gained later say of a row, as SQL; empty for none.';

CREATE OR REPLACE FUNCTION reference_digest(of_table text, held regclass) RETURNS bytea LANGUAGE plpgsql STABLE
    SET datestyle = 'ISO' SET timezone = 'UTC' AS $$
DECLARE
    columns text := (SELECT string_agg(quote_ident(name), ', ' ORDER BY place)
                     FROM unnest(reference_columns(of_table)) WITH ORDINALITY AS c (name, place));
    digest bytea;
BEGIN
    EXECUTE format('SELECT sha256(convert_to(coalesce(string_agg(line, E''\n'' ORDER BY line COLLATE "C"), ''''), ''UTF8''))'
                   ' FROM (SELECT ROW(%s)::text || %s AS line FROM %s) AS held', columns, reference_added(of_table), held)
        INTO digest;
    RETURN digest;
END $$;

CREATE OR REPLACE FUNCTION reference_name(of_table text, held jsonb) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT of_table || ' ' || concat_ws('/', VARIADIC CASE of_table
        WHEN 'tariff_rate' THEN ARRAY[held ->> 'tariff_item', held ->> 'treatment']
        WHEN 'sima_measure' THEN ARRAY[held ->> 'tariff_item', held ->> 'origin_country', held ->> 'measure', held ->> 'kind',
                                       nullif(held ->> 'exporter', '*')]
        WHEN 'surtax_measure' THEN ARRAY[held ->> 'surtax_code', held ->> 'tariff_item', held ->> 'origin_country',
                                         'under ' || nullif(held ->> 'treatment', '*'),
                                         'melted in ' || nullif(held ->> 'melt_country', '*')]
        WHEN 'excise_rate' THEN ARRAY[held ->> 'excise_code']
        WHEN 'gst_rate' THEN ARRAY[held ->> 'gst_code']
        WHEN 'relief' THEN ARRAY[held ->> 'list', held ->> 'code', held ->> 'charge']
        WHEN 'unit_factor' THEN ARRAY[held ->> 'from_unit', held ->> 'to_unit']
        WHEN 'exchange_rate' THEN ARRAY[held ->> 'currency']
    END || ARRAY[held ->> 'effective_from'])
$$;

-- Seals, version 9: what version 8 covers, and what lines claim -------------------------------------------------------------

ALTER FUNCTION batch_leaves(bigint) RENAME TO batch_leaves_8;
CREATE OR REPLACE FUNCTION batch_content_8(of_batch bigint) RETURNS bytea LANGUAGE sql STABLE SECURITY DEFINER AS $$
    SELECT sha256(string_agg(convert_to(place || '|' || number || '|', 'UTF8') || digest, ''::bytea
                             ORDER BY place COLLATE "C", number))
    FROM batch_leaves_8(of_batch)
$$;
CREATE FUNCTION batch_leaves(of_batch bigint) RETURNS TABLE (place text, number bigint, row_count bigint, digest bytea)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET timezone = 'UTC' SET datestyle = 'ISO' SET bytea_output = 'hex' AS $$
    SELECT l.place, l.number, l.row_count, l.digest FROM batch_leaves_8(of_batch) l
    UNION ALL SELECT 'cad_line_claims', c.cad_id, l.claiming, l.digest
        FROM cad c JOIN LATERAL (
            SELECT count(*) AS claiming, sha256(convert_to(string_agg((l.line_number, l.surtax_flag, l.melt_country,
                l.import_permit, l.exporter, l.content_cents)::text, '' ORDER BY l.line_number), 'UTF8')) AS digest
            FROM cad_line l WHERE l.cad_id = c.cad_id
                AND num_nonnulls(l.surtax_flag, l.melt_country, l.import_permit, l.exporter, l.content_cents) > 0) l
            ON l.claiming > 0
        WHERE c.batch_id = of_batch
$$;
CREATE FUNCTION batch_content_9(of_batch bigint) RETURNS bytea LANGUAGE sql STABLE SECURITY DEFINER AS $$
    SELECT sha256(string_agg(convert_to(place || '|' || number || '|', 'UTF8') || digest, ''::bytea
                             ORDER BY place COLLATE "C", number))
    FROM batch_leaves(of_batch)
$$;
CREATE OR REPLACE FUNCTION batch_content(of_batch bigint) RETURNS bytea LANGUAGE sql STABLE SECURITY DEFINER AS $$
    SELECT CASE seal_version WHEN 1 THEN batch_content_1(of_batch) WHEN 2 THEN batch_content_2(of_batch)
                             WHEN 3 THEN batch_content_3(of_batch) WHEN 4 THEN batch_content_4(of_batch)
                             WHEN 5 THEN batch_content_5(of_batch) WHEN 6 THEN batch_content_6(of_batch)
                             WHEN 7 THEN batch_content_7(of_batch) WHEN 8 THEN batch_content_8(of_batch)
                             WHEN 9 THEN batch_content_9(of_batch) END
    FROM batch WHERE batch_id = of_batch
$$;
ALTER TABLE batch ALTER COLUMN seal_version SET DEFAULT 9;

-- Rights ----------------------------------------------------------------------------------------------------------------

REVOKE ALL ON FUNCTION batch_leaves(bigint), batch_leaves_8(bigint), batch_content_9(bigint), reference_added(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION reference_added(text) TO carmhub_app, carmhub_read;
DO $$
DECLARE
    function regprocedure;
BEGIN
    FOR function IN SELECT p.oid FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace LOOP
        EXECUTE format('ALTER FUNCTION %s SET search_path = pg_catalog, public, pg_temp', function);
    END LOOP;
END $$;
