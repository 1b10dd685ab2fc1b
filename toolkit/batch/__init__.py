"""Many transcripts: gathered, handed to processes or to a cluster, reported. One failure never stops another."""
