"""Everything that people read, in English and French: texts, names, amounts, dates. Pure."""
