"""API keys, attachments."""

ACCESS = """
"""
