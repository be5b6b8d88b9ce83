-- Whom a business date's notices are for: the party of every account with activity on it.

SELECT a.account_id, a.code AS bn15, p.legal_name, p.language, p.documents_to,
    p.notice_formats AS formats
FROM account a
CROSS JOIN LATERAL party_on(a.code, :book_on, 'infinity') AS p
WHERE EXISTS (SELECT FROM item i WHERE i.account_id = a.account_id AND i.book_on = :book_on)
ORDER BY a.code;
