"""Markdown to a sheet: ``blocks`` finds the blocks, ``inline`` what is text in them, ``draft`` lays down the lines."""
