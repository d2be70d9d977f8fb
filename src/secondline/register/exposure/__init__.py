"""Exposure: how many crossed, were checked, were referred. Parquet files, read through Ibis.

The expressions (`expressions.py`) name no engine: DuckDB runs them here, a cluster engine where a country's
crossings outgrow one machine. A folder per agency; nothing in it names a person.
"""
