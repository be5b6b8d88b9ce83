-- The program accounts of businesses.

\set bn9s 'ARRAY(SELECT bn9 FROM account)'

SELECT code, bn9
FROM account
WHERE class = 'receivable' AND bn9 = ANY(:bn9s)
ORDER BY code;
