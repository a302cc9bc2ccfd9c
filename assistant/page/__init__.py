"""The page in the browser, part by part."""
