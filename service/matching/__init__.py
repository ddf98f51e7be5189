"""Pure matching: query, rules, features, ranking and explanation."""
