"""Accounts and standings: the only place where totals are added up."""
