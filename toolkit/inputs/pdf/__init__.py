"""PDF documents with a text layer to a sheet: ``pdfminer_child`` reads them in a process of its own, ``extraction``
hears it; ``direction``, ``segments`` and ``lines`` make lines of characters, ``columns`` puts them in reading order,
``furniture`` finds running heads and page numbers, ``document`` lays the sheet down.
"""
