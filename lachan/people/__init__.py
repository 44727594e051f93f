"""Who people are: one profile a human being, found in any word order, matched by strict rules, merged and un-merged."""
