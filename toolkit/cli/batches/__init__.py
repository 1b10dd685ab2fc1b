"""What ``jimaku batch`` says, and how it is run: flags, progress, log, rehearsal."""
