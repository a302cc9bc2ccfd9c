"""What changes when intensities, fuels, inputs, demand or the carbon price change."""
