-- The tariff items in force on a day, after one named, whose number starts so and whose
-- descriptions, English and French, hold every word, whatever its capitals and accents.

SELECT tariff_item, unit, description_en, description_fr, effective_from, effective_to
FROM tariff_item
WHERE :on BETWEEN effective_from AND effective_to AND tariff_item > :after
    AND starts_with(tariff_item, :prefix)
    AND NOT EXISTS (
        SELECT FROM unnest(CAST(:words AS text[])) word
        WHERE strpos(regexp_replace(normalize(lower(description_en), NFD),
                '[\u0300-\u036f]', '', 'g'), word) = 0
            AND strpos(regexp_replace(normalize(lower(description_fr), NFD),
                '[\u0300-\u036f]', '', 'g'), word) = 0
    )
ORDER BY tariff_item LIMIT :limit;
