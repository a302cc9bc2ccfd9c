"""Pictures: a chart description in, a pane or a self-contained file out."""
