"""Policy targets: as documents state them, and where a region stands on them."""
