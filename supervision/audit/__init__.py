"""The record of who did what, sealed day by day, so that nobody can change it unseen."""
