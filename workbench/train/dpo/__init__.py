"""Preference training (DPO, Rafailov et al. 2023): pairs of right and executed wrong SQL, learnt apart."""
