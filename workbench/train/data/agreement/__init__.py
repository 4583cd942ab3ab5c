"""What a question says against what its SQL does: numbers, literals, comparisons, order and limits.

Only what contradicts itself is told. A question may leave much unsaid (F for 여학생), so a rule speaks where both sides
say something and do not agree; each rule's share on 3,320 checked pairs is in docs/training-data.md.
"""
