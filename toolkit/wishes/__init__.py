"""What a run was asked for: the project file and the flags, merged."""
