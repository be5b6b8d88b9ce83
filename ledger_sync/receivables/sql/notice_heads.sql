-- Whom the notices of a business date are for: the parties of accounts.

SELECT a.account_id, a.code AS bn15, p.legal_name, p.language, p.documents_to,
    p.notice_formats AS formats
FROM account a
CROSS JOIN LATERAL party_on(a.code, :book_on, 'infinity') AS p
WHERE a.account_id = ANY(:accounts)
ORDER BY a.code;
