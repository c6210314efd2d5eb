"""Readers and writers: programme folders in, plan folders out."""
