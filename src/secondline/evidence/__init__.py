"""Pictures and files: sealed by hash, custody, working copies."""
