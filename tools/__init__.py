"""What the assistant can do: one file a capability, pure maths with a thin typed tool on top."""
