"""What is handed over when a script was read aloud: an ``Edition`` (``model.edition``) gathered, written into a folder
with its sound, found there again, and known to be still what would be made.
"""
