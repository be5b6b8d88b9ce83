-- The items of an account that were booked by the end of a book date, the newest first, with what
-- of each is open then.

\set account_id 1
\set as_of CURRENT_DATE

SELECT i.item_id, i.txn_id, i.kind, k.name_en, k.name_fr, i.document_reference AS reference,
    i.book_on, i.effective_on, i.due_on, i.amount_cents, (abs(i.amount_cents) - coalesce((
        SELECT sum(p.amount_cents) FROM application p
        WHERE p.debit_item_id = i.item_id AND p.applied_on <= :as_of), 0) - coalesce((
        SELECT sum(p.amount_cents) FROM application p
        WHERE p.credit_item_id = i.item_id AND p.applied_on <= :as_of), 0))::bigint AS open_cents
FROM item i
JOIN item_kind k USING (kind)
WHERE i.account_id = :account_id AND i.book_on <= :as_of
ORDER BY i.book_on DESC, i.item_id DESC;
