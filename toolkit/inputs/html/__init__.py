"""Web pages to a sheet: ``page`` chooses the article, ``tokens`` cuts the tags, ``elements`` says what each is."""
