"""Input-output analysis: accounts, linkages, paths, the network, and the chain part of a roadmap."""
