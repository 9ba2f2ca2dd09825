"""Feedback definitions, annotation queues, optimizations."""

REVIEW = """
"""
