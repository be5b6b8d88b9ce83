"""What is measured of money: bank files read, payments matched, credits applied."""
