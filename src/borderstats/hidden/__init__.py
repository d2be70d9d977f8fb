"""How many were never seen: several estimates side by side, never one number."""
