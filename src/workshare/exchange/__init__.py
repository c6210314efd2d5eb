"""What partners may do with one another's data and designs: agreements, licences, balances, over the record."""
