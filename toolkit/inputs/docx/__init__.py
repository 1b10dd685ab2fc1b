"""Word documents (.docx) to a sheet: ``document`` walks the text, ``package`` the ZIP, ``styles`` what styles mean."""
