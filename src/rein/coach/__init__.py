"""The coach: from a person's goal to a clarified goal, a resolution, a plan, an evaluation and a conversation.

May import `llm`, `tracing` and `settings`; is called by the command line. What a stage *is* lives in one file per
stage; what must hold for every plan lives in `rules.py`; the rule-based model that needs no network in `offline/`.
"""
