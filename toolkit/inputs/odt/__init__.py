"""OpenDocument text (.odt, .fodt) to a sheet: ``walk`` goes through the XML, ``styles`` says what its styles mean."""
