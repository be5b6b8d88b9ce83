"""The texts of pages that are made: findings, rules, the API's description."""
