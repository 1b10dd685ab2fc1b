"""The engines, each in modules of its own name; ``speech.registry`` lists them."""
