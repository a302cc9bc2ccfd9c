"""Where along the chain a cut tells most: elasticities, links and pairs."""
