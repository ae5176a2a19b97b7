"""Making the shipped models again: one module a model, each run by one command (`python -m kg.nlp.training.…`).

Nothing here is imported when documents are read. Training needs the packages of `requirements-train.in` beside
the run-time ones.
"""
