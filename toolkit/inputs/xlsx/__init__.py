"""Excel workbooks (.xlsx) to a sheet: ``document`` reads the cells, ``parts`` what openpyxl's reader passes over,
``values`` numbers and times as Excel shows them.
"""
