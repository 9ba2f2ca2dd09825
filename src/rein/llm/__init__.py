"""Talking to models: one service (`LLM`) over interchangeable providers, with retries, deadlines, tokens and cost.

May import `tracing` and `settings`; is called by `coach`. Providers' SDKs are imported only when one is used.
"""
