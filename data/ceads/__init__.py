"""CEADs files as they are distributed, read exactly or refused clearly."""
