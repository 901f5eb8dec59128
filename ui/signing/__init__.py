"""Several people sign one act: what is signed, and each one's signature in the program or on paper (K-1, K-8)."""
