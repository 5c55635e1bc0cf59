"""Files in and out. `sheets` opens any table, `recognise` tells its columns, `values`, `amounts`,
`dates`, `stages` and `kinds` read its cells, `export` writes tables."""
