"""Prompts, their versions, environments."""

PROMPTS = """
"""
