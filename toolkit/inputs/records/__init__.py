"""Transcripts in JSON: the lists of records of recognisers, meeting tools, chats and podcasts as a sheet."""
