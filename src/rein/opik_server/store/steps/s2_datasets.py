"""Datasets, their versions and items; experiments and their items."""

DATASETS = """
"""
