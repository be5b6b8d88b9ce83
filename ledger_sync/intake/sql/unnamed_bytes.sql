-- Which of some digests no row of the book names: kept bytes that a killed run left behind.

SELECT digest FROM unnest(CAST(:digests AS bytea[])) WITH ORDINALITY AS kept (digest, place)
WHERE NOT EXISTS (SELECT FROM file WHERE sha256 = digest)
  AND NOT EXISTS (SELECT FROM outbox WHERE sha256 = digest)
  AND NOT EXISTS (SELECT FROM registry_load WHERE sha256 = digest)
ORDER BY place;
