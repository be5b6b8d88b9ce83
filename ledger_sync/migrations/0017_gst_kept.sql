-- GST that was paid and that an adjustment does not refund is a charge, with a control account of its own.

INSERT INTO charge VALUES ('gst_kept', 55);
INSERT INTO account (code, class, charge) SELECT 'GST_KEPT', 'control', 'gst_kept' WHERE EXISTS (SELECT FROM account)
    ON CONFLICT DO NOTHING;

COMMENT ON TABLE due_override IS 'Until when paying costs nothing where the due date, rule_on, is a holiday; the due date does not move.';
