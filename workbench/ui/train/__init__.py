"""The 학습 and 비교 pages: choose data, see it cleaned, train, watch, compare with the default, use it; and grids."""
