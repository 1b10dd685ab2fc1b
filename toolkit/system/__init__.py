"""What is asked of the machine: files, leftovers, signals, forks, locations, workers. Knows no text and no sound."""
