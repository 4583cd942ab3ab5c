"""Cell values, as text: near the constants of the gold queries, and ordinary ones for the rest."""
